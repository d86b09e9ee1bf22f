using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;

namespace ServiceDefaults.PolicyStore;

/// <summary>A change on its way, or decided.</summary>
/// <param name="Current">What it would replace.</param>
/// <param name="Status">proposed, approved or rejected.</param>
public sealed record PolicyChangeView(
    Guid Id,
    PolicyView Current,
    PolicyView Proposed,
    string Status,
    string Reason,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? RejectedFor
)
{
    internal static PolicyChangeView Of(PolicyChange change) =>
        new(
            change.Id,
            PolicyView.Of(change.Current, isInForce: false),
            PolicyView.Of(change.Proposed, isInForce: false),
            Words.Of(change.Status),
            change.Reason,
            change.ProposedBy,
            change.ProposedAt,
            change.DecidedBy,
            change.DecidedAt,
            change.RejectedFor
        );
}

/// <summary>Changes of policies, proposed and decided, the newest 200 first.</summary>
internal static class ListPolicyChanges
{
    private const int Newest = 200;

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/policyChanges", Handle).RequireRoles([.. Roles.Staff]);

    private static async Task<Ok<List<PolicyChangeView>>> Handle(ServiceDb db, CancellationToken ct)
    {
        var changes = await db.Set<PolicyChange>()
            .AsNoTracking()
            .OrderByDescending(change => change.ProposedAt)
            .Take(Newest)
            .ToListAsync(ct);
        return TypedResults.Ok(changes.ConvertAll(PolicyChangeView.Of));
    }
}
