using System;
using System.Linq;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Compensations;
using Billing.Domain.Ledger;
using Billing.Features.Payments;
using ServiceDefaults.Security;

namespace Billing.Features.Compensations;

/// <summary>How a compensation is posted and said; the caller saves.</summary>
internal static class CompensationBook
{
    /// <summary>It settles what is open as a payment does; what is left stays the customer's.</summary>
    public static void Post(this BillingDb db, Compensation granted, MoneyAtHand money, Caller by, DateTimeOffset now)
    {
        var settlement = money.Settle(granted.Amount, now);
        db.LedgerEntries.Add(
            LedgerEntry.Of(
                EntryKind.Compensation,
                granted.BusinessKey,
                $"Compensation for case {granted.CaseNumber}",
                now,
                settlement
                    .Credits(granted.AccountId, granted.Currency)
                    .Prepend(new(ChartOfAccounts.Compensation, granted.Amount, granted.Currency))
            )
        );
        db.Outbox.Add(
            granted.Id,
            granted.Version,
            new CompensationGranted(
                granted.Id,
                granted.Version,
                granted.AccountId,
                granted.ComplaintId,
                granted.CaseNumber,
                granted.Amount,
                granted.Currency,
                granted.Reason,
                now,
                by.Subject,
                by.Role,
                granted.ChargeId
            )
        );
        db.Outbox.AddPaidBills(settlement, now);
    }

    /// <summary>
    /// The expense is reversed. What the credit settled stays settled: the customer's balance pays first, the rest is a
    /// receivable without a bill, which later payments settle (<see cref="Compensation.DueAgain"/>).
    /// </summary>
    public static void PostClawBack(this BillingDb db, Compensation clawedBack, Caller by, DateTimeOffset now)
    {
        var (account, currency) = (clawedBack.AccountId, clawedBack.Currency);
        var fromBalance = clawedBack.Amount - clawedBack.DueAgain;
        db.LedgerEntries.Add(
            LedgerEntry.Of(
                EntryKind.Reversal,
                $"{EntryKind.Compensation}:{clawedBack.BusinessKey}",
                $"Compensation for case {clawedBack.CaseNumber} taken back",
                now,
                new Posting(ChartOfAccounts.CustomerBalances, fromBalance, currency, account),
                new Posting(ChartOfAccounts.Receivables, clawedBack.DueAgain, currency, account),
                new Posting(ChartOfAccounts.Compensation, -clawedBack.Amount, currency)
            )
        );
        db.Outbox.Add(
            clawedBack.Id,
            clawedBack.Version,
            new CompensationClawedBack(
                clawedBack.Id,
                clawedBack.Version,
                account,
                clawedBack.ComplaintId,
                clawedBack.Amount,
                currency,
                clawedBack.Finding!,
                now,
                by.Subject,
                by.Role
            )
        );
    }
}
