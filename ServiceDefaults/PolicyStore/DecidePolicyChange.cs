using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
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
using ServiceDefaults.Time;

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

public sealed record RejectPolicyChangeRequest(
    [Required(ErrorMessage = "It is mandatory."), StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string Reason
);

/// <summary>The second person approves a change, or anybody with the right turns it down, with a reason.</summary>
internal static class DecidePolicyChange
{
    private const int Newest = 200;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/policyChanges", List).RequireRoles([.. Roles.Staff]);
        group.MapPost("/policyChanges/{id:guid}/approval", Approve).RequireRoles(Roles.Leader, Roles.Ops);
        group.MapPost("/policyChanges/{id:guid}/rejection", Reject).RequireRoles(Roles.Leader, Roles.Ops);
    }

    private static async Task<Ok<List<PolicyChangeView>>> List(ServiceDb db, CancellationToken ct)
    {
        var changes = await db.Set<PolicyChange>()
            .AsNoTracking()
            .OrderByDescending(change => change.ProposedAt)
            .Take(Newest)
            .ToListAsync(ct);
        return TypedResults.Ok(changes.ConvertAll(PolicyChangeView.Of));
    }

    private static async Task<Results<Ok<PolicyChangeView>, NotFound>> Approve(
        Guid id,
        PolicyBook book,
        PolicyKeys keys,
        ServiceDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var change = await db.Set<PolicyChange>().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (change is null)
        {
            return TypedResults.NotFound();
        }

        book.Forget();
        var newest = (await book.ReadAsync(ct)).Newest(change.Current.Key, change.Current.Jurisdiction);

        // Of two changes approved in the same moment the primary key of versions lets one pass.
        db.Add(change.Approve(caller.Subject, newest[0], clock.Now()));
        db.Outbox.Add(change.Id, change.Version, keys.Changed(change));
        await db.SaveChangesAsync(ct);
        book.Forget();
        return TypedResults.Ok(PolicyChangeView.Of(change));
    }

    private static async Task<Results<Ok<PolicyChangeView>, NotFound>> Reject(
        Guid id,
        RejectPolicyChangeRequest request,
        ServiceDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var change = await db.Set<PolicyChange>().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (change is null)
        {
            return TypedResults.NotFound();
        }

        change.Reject(caller.Subject, request.Reason, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PolicyChangeView.Of(change));
    }
}
