using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rules;
using ServiceDefaults.Chaos;
using ServiceDefaults.Messaging;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Work;

namespace Billing.Features.Bills;

/// <summary>
/// Says of a finished run's bills that they are issued (features.md B7), a portion at a time, and only as fast as the relay
/// carries them away: nobody hears of his bill while others of the month may still fail, what hears does not take the
/// run's cores, and a payment's events do not queue behind a month of bills (ADR 16).
/// </summary>
internal sealed class TellOfBills(
    IServiceScopeFactory scopes,
    TimeProvider time,
    RelaySignal relay,
    ILogger<TellOfBills> log
) : Sweep(scopes, log)
{
    /// <summary>With so many events on their way there is nothing to gain by adding more.</summary>
    private const int FewWaiting = 100;

    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(200);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<BillingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var claimed = await db.Set<BillRunPortion>()
            .FromSql(
                $"""
                select p.* from bill_run_portions p
                 where p.done_at is not null and p.told_at is null
                   and exists (select from bill_runs r where r.id = p.run_id and r.status = 'Finished')
                   and (select count(*) from (select from outbox where parked_at is null limit {FewWaiting}) few)
                       < {FewWaiting}
                 order by p.run_id, p.portion limit 1
                   for update of p skip locked
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        if (claimed is not [var portion])
        {
            return 0;
        }

        var run = await db.BillRuns.AsNoTracking().SingleAsync(run => run.Id == portion.RunId, ct);
        using var span = StoredTrace.Continue("tell of bills", run.Traceparent);
        var facts = await FactsAsync(db, portion, ct);
        await OutboxCopy.WriteAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(),
            facts.Select(fact => new CopiedEvent(fact.BillId, fact.Version, fact)),
            ct
        );
        await db.Database.ExecuteSqlAsync(
            $"delete from bill_run_accounts where run_id = {run.Id} and portion = {portion.Portion}",
            ct
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            update bill_run_portions set told_at = {time.Now()}
             where run_id = {run.Id} and portion = {portion.Portion}
            """,
            ct
        );
        KillPoint.Reached(KillPoint.BillsToldBeforeCommit);
        await transaction.CommitAsync(ct);
        relay.Raise();
        return 1;
    }

    /// <summary>What was taken back meanwhile is not told of as issued: that it was taken back is said already.</summary>
    private static async Task<List<BillIssued>> FactsAsync(BillingDb db, BillRunPortion portion, CancellationToken ct)
    {
        var billed = await db
            .Database.SqlQuery<Guid>(
                $"""
                select account_id as "Value" from bill_run_accounts
                 where run_id = {portion.RunId} and portion = {portion.Portion}
                """
            )
            .ToListAsync(ct);
        return await db
            .Bills.Where(bill => billed.Contains(bill.AccountId))
            .Where(bill => bill.RunId == portion.RunId && bill.ReversedAt == null)
            .OrderBy(bill => bill.Number)
            .Join(
                db.Accounts,
                bill => bill.AccountId,
                account => account.Id,
                (bill, account) =>
                    new BillIssued(
                        bill.Id,
                        IssuedBill.FirstVersion,
                        bill.Number,
                        bill.AccountId,
                        account.Number,
                        bill.Period,
                        bill.AmountDue,
                        bill.OwnCharges,
                        bill.Currency,
                        bill.DueOn,
                        bill.IssuedAt
                    )
            )
            .ToListAsync(ct);
    }
}
