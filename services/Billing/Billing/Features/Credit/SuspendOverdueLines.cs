using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain;
using Billing.Domain.Credit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Credit;

/// <summary>
/// Tells the switch to bar the lines whose charges are open for longer than dunning.suspend_after_due (features.md
/// B10): those lines, not their account's others. They are suspended when the switch has confirmed.
/// </summary>
internal sealed class SuspendOverdueLines(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    PolicyBook policies,
    TimeProvider systemClock,
    ILogger<SuspendOverdueLines> log
) : DunningPass(scopes, clock, policies, log)
{
    protected override string Kind => "Suspensions";

    protected override DateOnly LastDueDay(DunningToday today) => FirstDueDayThatMayWait(today).AddDays(-1);

    protected override async Task DecideAsync(BillingDb db, Guid[] accounts, DunningToday today, CancellationToken ct)
    {
        await db.LockAccountsAsync(accounts, ct);
        var arrears = await db.ArrearsOfAsync(accounts, today.Date, FirstDueDayThatMayWait(today), ct);
        var overdue = arrears
            .Where(line => line is { LineId: not null, LongOpen: > 0 })
            .ToDictionary(line => line.LineId!.Value, line => line.AccountId);
        var standings = await StandingsAsync(db, overdue, ct);
        var active = standings.Where(line => line.Status == LineStandingStatus.Active).ToList();
        active.ForEach(line => line.OrderSuspension());
        await db.PlaceOrdersAsync(active, SwitchState.AllButEmergency, systemClock, ct);
    }

    private static async Task<List<LineStanding>> StandingsAsync(
        BillingDb db,
        Dictionary<Guid, Guid> accountOfLine,
        CancellationToken ct
    )
    {
        Guid[] lines = [.. accountOfLine.Keys];
        var known = await db.LockStandingsAsync(lines, ct);
        Guid[] unknown = [.. lines.Except(known.Select(line => line.LineId))];
        var first = await db.Set<Line>().AsNoTracking().Where(line => unknown.Contains(line.Id)).ToListAsync(ct);
        var begun = first.ConvertAll(line => LineStanding.Of(line, accountOfLine[line.Id]));
        db.LineStandings.AddRange(begun);
        return [.. known, .. begun];
    }

    private static DateOnly FirstDueDayThatMayWait(DunningToday today) =>
        today.Date.AddDays(-(int)today.Policies.Number(BillingPolicies.SuspendAfterDue, today.Now));
}
