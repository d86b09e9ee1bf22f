using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Credit;
using Billing.Domain.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Billing.Features.Credit;

/// <summary>
/// Ends lines that stayed suspended for longer than dunning.terminate_after_suspend (features.md B10), with their plan;
/// an account whose last plan ends so is closed.
/// </summary>
internal sealed class TerminateSuspendedLines(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    PolicyBook policies,
    TimeProvider systemClock,
    ILogger<TerminateSuspendedLines> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<BillingDb>();
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());
        var today = now.DateIn(book.Calendar.Zone);
        var days = (int)book.Number(BillingPolicies.TerminateAfterSuspend, now);
        var before = book.Calendar.Zone.FirstMomentAt(today.AddDays(-days), TimeOnly.MinValue);

        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var accounts = await ClaimAsync(db, before, ct);
        if (accounts.Length == 0)
        {
            return 0;
        }

        var due = await db
            .LineStandings.FromSql(
                $"""
                select * from line_standings
                 where account_id = any ({accounts}) and status = 'Suspended' and suspended_at < {before}
                 order by line_id
                   for no key update
                """
            )
            .ToListAsync(ct);
        var owing = (await db.ArrearsOfAsync(accounts, today, today, ct)).Select(line => line.LineId).ToHashSet();
        var (ending, paid) = (due.FindAll(l => owing.Contains(l.LineId)), due.FindAll(l => !owing.Contains(l.LineId)));
        await TerminateAsync(db, ending, today, now, ct);
        await db.SaveChangesAsync(ct);

        // Nothing is owed and nobody said so to us, by hand for instance: such a line comes back instead.
        foreach (var account in paid.Select(line => line.AccountId).Distinct())
        {
            await services.GetRequiredService<RestorePaidLines>().OfAsync(account, now, ct);
        }

        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return due.Count;
    }

    /// <summary>Accounts first, as everywhere; those that another replica or a payment holds come at the next look.</summary>
    private static async Task<Guid[]> ClaimAsync(BillingDb db, DateTimeOffset before, CancellationToken ct) =>
        [
            .. await db
                .Database.SqlQuery<Guid>(
                    $"""
                    select id as "Value" from accounts
                     where id in (select account_id from line_standings
                                   where status = 'Suspended' and suspended_at < {before}
                                   order by suspended_at limit 50)
                     order by id
                       for no key update skip locked
                    """
                )
                .ToListAsync(ct),
        ];

    private async Task TerminateAsync(
        BillingDb db,
        List<LineStanding> ending,
        DateOnly today,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        foreach (var line in ending)
        {
            line.Terminate(now);
            db.Outbox.Add(line.LineId, line.Version, Terminated(line, now));
        }

        await db.PlaceOrdersAsync(ending, SwitchState.Ceased, systemClock, ct);
        Guid[] lines = [.. ending.Select(line => line.LineId)];
        var plans = await db
            .Subscriptions.Where(s => lines.Contains(s.LineId))
            .Where(s => s.EndsOn == null || (s.EndsOn > today && s.EndsOn >= s.StartsOn))
            .ToListAsync(ct);

        // One that was to start later never does: its last day is the one before its first.
        plans.ForEach(plan =>
            plan.EndFor(SubscriptionEnd.Arrears, plan.StartsOn > today ? plan.StartsOn.AddDays(-1) : today)
        );
        await CloseAsync(db, [.. plans.Select(plan => plan.AccountId).Distinct()], lines, today, now, ct);
    }

    private static async Task CloseAsync(
        BillingDb db,
        Guid[] endedPlansOf,
        Guid[] lines,
        DateOnly today,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var closed = await db
            .Accounts.Where(account => endedPlansOf.Contains(account.Id))
            .Where(account =>
                !db.Subscriptions.Any(plan =>
                    plan.AccountId == account.Id
                    && !lines.Contains(plan.LineId)
                    && (plan.EndsOn == null || (plan.EndsOn > today && plan.EndsOn >= plan.StartsOn))
                )
            )
            .Select(account => new { account.Id, account.Version })
            .ToListAsync(ct);
        foreach (var account in closed)
        {
            db.Outbox.Add(account.Id, account.Version, new AccountClosed(account.Id, account.Version, "arrears", now));
        }
    }

    private static LineTerminated Terminated(LineStanding line, DateTimeOffset now) =>
        new(
            line.LineId,
            line.Version,
            line.AccountId,
            line.ServiceNumber,
            JsonNamingPolicy.CamelCase.ConvertName(line.LineKind.ToString()),
            now
        );
}
