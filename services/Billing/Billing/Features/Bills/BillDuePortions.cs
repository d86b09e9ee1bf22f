using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rules;
using ServiceDefaults.Chaos;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Work;

namespace Billing.Features.Bills;

/// <summary>
/// Does the portions of bill runs (features.md B7: 1,000 posted bills a second on two cores, which takes set-based reads
/// and COPY): each in one transaction by whichever replica claims it, so a run that was killed anywhere goes on with the
/// next look and leaves the same bytes.
/// </summary>
internal sealed class BillDuePortions(IServiceScopeFactory scopes, TimeProvider time, ILogger<BillDuePortions> log)
    : Sweep(scopes, log)
{
    private readonly BilledTerms _terms = new();

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<BillingDb>();
        return await BillAsync(db, ct) + await FinishAsync(db, ct);
    }

    private async Task<int> BillAsync(BillingDb db, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var claimed = await db.Set<BillRunPortion>()
            .FromSql(
                $"""
                select * from bill_run_portions where done_at is null order by run_id, portion limit 1
                   for update skip locked
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        if (claimed is not [var portion])
        {
            return 0;
        }

        KillPoint.Reached(KillPoint.BillPortionClaimed);
        var run = await db.BillRuns.AsNoTracking().SingleAsync(run => run.Id == portion.RunId, ct);
        using var span = StoredTrace.Continue("bill portion", run.Traceparent);

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var accounts = await PortionRead.AccountsAsync(connection, run, portion.Portion, ct);
        if (run.ReplacesBillId is not null)
        {
            await db.AddUsageOfReplacedAsync(run, accounts[0], ct);
        }

        await _terms.LearnAsync(db, accounts, ct);
        await PortionWrite.BillsAsync(connection, run, [.. accounts.Select(account => account.Bill(run, _terms))], ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            update bill_run_portions set done_at = {time.Now()}
             where run_id = {run.Id} and portion = {portion.Portion}
            """,
            ct
        );
        KillPoint.Reached(KillPoint.BillPortionCopied);
        await transaction.CommitAsync(ct);
        KillPoint.Reached(KillPoint.BillPortionCommitted);
        return 1;
    }

    /// <summary>A portion that another replica still works on is not done, so its run is not either.</summary>
    private async Task<int> FinishAsync(BillingDb db, CancellationToken ct)
    {
        var portions = db.Set<BillRunPortion>();
        var finished = await db
            .BillRuns.Where(run => run.Status == BillRunStatus.Running)
            .Where(run => !portions.Any(portion => portion.RunId == run.Id && portion.DoneAt == null))
            .ToListAsync(ct);
        foreach (var run in finished)
        {
            KillPoint.Reached(KillPoint.BillRunBeforeFinish);
            run.Finish(time.Now());
            log.LogInformation("Bill run {Period} is finished: {Bills} bills", run.Period, run.Accounts);
        }

        await db.SaveChangesAsync(ct);
        return finished.Count;
    }
}
