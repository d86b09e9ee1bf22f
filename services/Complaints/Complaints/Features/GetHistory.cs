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

/// <param name="Version">The version of the case that the step made.</param>
/// <param name="Who">The token's subject; customers read only that it was staff.</param>
/// <param name="TraceId">Everything the step caused, in the dashboard; for staff.</param>
public sealed record HistoryView(
    long Version,
    DateTimeOffset At,
    string What,
    string Who,
    string Role,
    string? Why,
    string? TraceId
);

/// <summary>Progress for the customer, the whole record for staff: oldest first (features.md C18, P2).</summary>
internal static class GetHistory
{
    /// <summary>Steps whose reason is meant for the customer; others' reasons are written among staff.</summary>
    private static readonly string[] ToldToCustomers = ["resolve", "reject", "tellResult", "reopen", "withdraw"];

    public static void Map(RouteGroupBuilder actions) =>
        actions.MapGet("/{id}/history", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. Roles.CaseStaff]);

    private static async Task<Results<ListAnswer<HistoryView>, NotFound>> Handle(
        string id,
        ComplaintsDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var complaint = await db
            .Complaints.AsNoTracking()
            .IgnoreAutoIncludes()
            .Where(ComplaintOwnership.Sees(caller))
            .Where(c => c.DeletedAt == null || caller.SeesEveryUnit) // who looks across units also reads tombstones
            .WithIdAsync(id, ct);
        if (complaint is null)
        {
            return TypedResults.NotFound();
        }

        var entries = await db
            .History.AsNoTracking()
            .Where(entry => entry.ComplaintId == complaint.Id)
            .OrderBy(entry => entry.Version)
            .ThenBy(entry => entry.Position)
            .ToListAsync(ct);
        return new ListAnswer<HistoryView>([.. entries.Select(entry => View(entry, caller))], entries.Count);
    }

    private static HistoryView View(HistoryEntry entry, Caller caller)
    {
        var mayKnowWho = caller.IsCaseStaff || entry.Who == caller.Subject;
        return new(
            entry.Version,
            entry.At,
            entry.What,
            mayKnowWho ? entry.Who : entry.Role,
            entry.Role,
            caller.IsCaseStaff || ToldToCustomers.Contains(entry.What) ? entry.Why : null,
            caller.IsCaseStaff ? entry.TraceId : null
        );
    }
}
