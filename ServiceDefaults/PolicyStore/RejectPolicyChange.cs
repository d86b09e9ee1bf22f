using System;
using System.ComponentModel.DataAnnotations;
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

public sealed record RejectPolicyChangeRequest(
    [Required(ErrorMessage = "It is mandatory."), StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string Reason
);

/// <summary>A change is turned down, or taken back by who proposed it, with a reason.</summary>
internal static class RejectPolicyChange
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapPost("/policyChanges/{id:guid}/rejection", Handle).RequireRoles(Roles.Leader, Roles.Ops);

    private static async Task<Results<Ok<PolicyChangeView>, NotFound>> Handle(
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
