using System;
using Billing.Data;
using Billing.Domain.Ledger;

namespace Billing.Features.Payments;

/// <summary>How a balance pays for what is open.</summary>
internal static class BalanceBook
{
    /// <summary>Settles with what the customer has; without a balance or an open bill nothing is done. The caller saves.</summary>
    /// <param name="occasion">Unique for ever: what made us look.</param>
    public static void ApplyBalance(
        this BillingDb db,
        MoneyAtHand money,
        string occasion,
        string narrative,
        string currency,
        DateTimeOffset now
    )
    {
        if (money.Balance <= 0)
        {
            return;
        }

        var settlement = money.Settle(money.Balance, now);
        if (settlement.Settled == 0)
        {
            return;
        }

        db.LedgerEntries.Add(
            LedgerEntry.Of(
                EntryKind.Payment,
                $"balance:{occasion}",
                narrative,
                now,
                new Posting(ChartOfAccounts.CustomerBalances, settlement.Settled, currency, money.AccountId),
                new Posting(ChartOfAccounts.Receivables, -settlement.Settled, currency, money.AccountId)
            )
        );
        db.Outbox.AddPaidBills(settlement, now);
    }
}
