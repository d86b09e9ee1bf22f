using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Complaints.Features;

/// <param name="Promise">acknowledgement, firstResult or finalAnswer.</param>
/// <param name="Status">running, paused (the case waits for somebody outside) or stopped.</param>
/// <param name="DueAt">When the limit ends; absent while it is paused.</param>
/// <param name="Policy">The policy the limit comes from.</param>
public sealed record ClockView(
    string Promise,
    int Round,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? WarnAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? WarnedAt,
    DateTimeOffset? BreachedAt,
    DateTimeOffset? StoppedAt,
    ClockPolicyView Policy
);

public sealed record ClockPolicyView(
    string Key,
    string Jurisdiction,
    int Version,
    decimal Amount,
    string Unit,
    string Clock
);

/// <summary>What the case promises, until when, and how that was kept (features.md C4).</summary>
internal static class GetClocks
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapGet("/{id}/clocks", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. Roles.CaseStaff]);

    private static async Task<Results<ListAnswer<ClockView>, NotFound>> Handle(
        string id,
        ComplaintsDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var complaint = await db.Complaints.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (complaint is null)
        {
            return TypedResults.NotFound();
        }

        var clocks = complaint.Clocks.OrderBy(clock => clock.Kind).ThenBy(clock => clock.Round).Select(View).ToList();
        return new ListAnswer<ClockView>(clocks, clocks.Count);
    }

    private static ClockView View(CaseClock clock) =>
        new(
            clock.Kind.ToWord(),
            clock.Round,
            clock.Status.ToWord(),
            clock.StartedAt,
            clock.WarnAt,
            clock.DueAt,
            clock.WarnedAt,
            clock.BreachedAt,
            clock.StoppedAt,
            new(
                clock.PolicyKey,
                clock.Jurisdiction,
                clock.PolicyVersion,
                clock.Amount,
                clock.Unit.ToWord(),
                clock.Counts.ToWord()
            )
        );
}
