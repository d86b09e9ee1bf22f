using System;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Ledger;

namespace Billing.Features.Payments;

/// <summary>A bill that may be paid from now on: it was issued, or finance held it back and sends it again.</summary>
/// <param name="Key">Of the occasion, unique for ever.</param>
/// <param name="Sending">The bill itself while it is being sent; null when it stands as sent already.</param>
internal sealed record PayableBill(Guid AccountId, string Number, string Currency, string Key, Bill? Sending = null);

/// <summary>What a customer paid in advance or too much pays for his next bill (features.md B9).</summary>
internal static class BalanceBook
{
    /// <summary>In business keys of the books, beside those of payments' channels.</summary>
    public const string Channel = "balance";

    /// <summary>Settles what the balance covers, posts it and says so; inside a transaction, and the caller saves.</summary>
    /// <returns>Whether anything was settled.</returns>
    public static async Task<bool> ApplyBalanceAsync(
        this BillingDb db,
        PayableBill bill,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var money = await db.LockMoneyAsync(bill.AccountId, ct);
        var balance = await db.BalanceOfAsync(bill.AccountId, ct);
        if (money is null || balance <= 0)
        {
            return false;
        }

        var bills = bill.Sending is { } sending ? [.. money.Bills, sending] : money.Bills;
        var settlement = (money with { Bills = bills }).Settle(balance, now);
        if (settlement.Settled == 0)
        {
            return false;
        }

        db.LedgerEntries.Add(
            LedgerEntry.Of(
                EntryKind.Payment,
                $"{Channel}:{bill.Key}",
                $"Balance applied to bill {bill.Number}",
                now,
                new Posting(ChartOfAccounts.CustomerBalances, settlement.Settled, bill.Currency, bill.AccountId),
                new Posting(ChartOfAccounts.Receivables, -settlement.Settled, bill.Currency, bill.AccountId)
            )
        );
        db.Outbox.AddPaidBills(settlement, now);
        return true;
    }
}
