using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Compensations;
using Billing.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;

namespace Billing.Features.Payments;

/// <summary>What an account owes, kept to oneself until the transaction ends.</summary>
internal sealed record MoneyAtHand(Guid AccountId, IReadOnlyList<Bill> Bills, IReadOnlyList<Compensation> ClawedBack)
{
    public Settlement Settle(decimal amount, DateTimeOffset now) => Settlement.Of(amount, Bills, ClawedBack, now);
}

/// <summary>
/// Whatever moves an account's money (payment, balance, compensation) takes the same locks in the same order, so that
/// nothing is settled or spent twice: the business key, a checkout, the account, then its open bills by due day.
/// </summary>
internal static class AccountMoney
{
    /// <summary>Of all who come with this key, one goes on at a time, until the transaction ends.</summary>
    public static Task LockKeyAsync(this BillingDb db, string key, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", ct);

    /// <returns>Null when there is no such account.</returns>
    public static async Task<MoneyAtHand?> LockMoneyAsync(this BillingDb db, Guid account, CancellationToken ct)
    {
        // First the locks, then the reads: a statement that does both would lock the newest bill and join lines of before.
        var locked = await db
            .Database.SqlQuery<Guid>($"select id as \"Value\" from accounts where id = {account} for no key update")
            .ToListAsync(ct);
        if (locked.Count == 0)
        {
            return null;
        }

        var open = await db
            .Database.SqlQuery<Guid>(
                $"""
                select id as "Value" from bills
                 where account_id = {account} and status in ('Sent', 'PartiallyPaid') and reversed_at is null
                 order by due_on, number
                   for no key update
                """
            )
            .ToListAsync(ct);
        return new(
            account,
            await db.Bills.Include(bill => bill.Lines).Where(bill => open.Contains(bill.Id)).ToListAsync(ct),
            await db.Compensations.Where(it => it.AccountId == account && it.DueAgain > 0).ToListAsync(ct)
        );
    }

    /// <summary>
    /// What the customer paid in advance or too much, as the sub-ledger says; never below zero. To decide on it, hold the
    /// account's money.
    /// </summary>
    public static Task<decimal> BalanceOfAsync(this BillingDb db, Guid account, CancellationToken ct) =>
        db
            .Database.SqlQuery<decimal>(
                $"""
                select coalesce(-sum(amount), 0) as "Value" from ledger_postings
                 where account_id = {account} and ledger_account = {ChartOfAccounts.CustomerBalances}
                """
            )
            .SingleAsync(ct);

    /// <summary>The two credits by which a sum reaches the customer: what settled, and what stays his.</summary>
    public static IEnumerable<Posting> Credits(this Settlement settlement, Guid account, string currency) =>
        [
            new(ChartOfAccounts.Receivables, -settlement.Settled, currency, account),
            new(ChartOfAccounts.CustomerBalances, -settlement.Left, currency, account),
        ];

    /// <summary>Says of each bill that is now paid in full that it is.</summary>
    public static void AddPaidBills(this Outbox outbox, Settlement settlement, DateTimeOffset now)
    {
        foreach (var bill in settlement.Parts.Select(part => part.Bill).Where(it => it.Status == BillStatus.Settled))
        {
            outbox.Add(
                bill.Id,
                bill.Version,
                new BillPaid(
                    bill.Id,
                    bill.Version,
                    bill.Number,
                    bill.AccountId,
                    bill.Period,
                    bill.AmountDue,
                    bill.OwnCharges,
                    bill.Currency,
                    now
                )
            );
        }
    }
}
