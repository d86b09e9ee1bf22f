using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using ApiConventions.Writes;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Complaints.Features;

/// <param name="Responsible">provider, unit or nobody.</param>
/// <param name="Cause">Missing of a deleted case.</param>
public sealed record FindingView(
    DateTimeOffset At,
    bool IsUpheld,
    string Responsible,
    string? Unit,
    string? Cause,
    Guid? VasServiceId,
    string Who,
    [property: JsonIgnore] long Version
) : IVersioned
{
    internal static FindingView Of(Finding finding) =>
        new(
            finding.At,
            finding.IsUpheld,
            finding.Responsible.ToWord(),
            finding.Unit,
            finding.Cause,
            finding.VasServiceId,
            finding.Who,
            finding.Version
        );
}

/// <summary>Every finding of a case, oldest first: the last one counts (features.md C15).</summary>
internal static class ListFindings
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapGet("/{id}/findings", Handle).RequireRoles([.. Roles.CaseStaff]);

    private static async Task<Results<ListAnswer<FindingView>, NotFound>> Handle(
        string id,
        ComplaintsDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var complaint = await db
            .Complaints.AsNoTracking()
            .IgnoreAutoIncludes()
            .Include(c => c.Findings)
            .VisibleTo(caller)
            .WithIdAsync(id, ct);
        if (complaint is null)
        {
            return TypedResults.NotFound();
        }

        var findings = complaint.Findings.OrderBy(finding => finding.Version).Select(FindingView.Of).ToList();
        return new ListAnswer<FindingView>(findings, findings.Count);
    }
}
