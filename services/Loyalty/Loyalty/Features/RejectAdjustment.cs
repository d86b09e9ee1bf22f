using System.Threading;
using System.Threading.Tasks;
using Loyalty.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>
/// A correction is turned down by who could approve it, or taken back by who proposed it; no points move (features.md L1).
/// </summary>
internal static class RejectAdjustment
{
    public static void Map(RouteGroupBuilder adjustments) =>
        adjustments
            .MapPost("/{id}/rejection", Handle)
            .RequireRoles(Roles.Agent, Roles.Clerk, Roles.Supervisor, Roles.Leader);

    private static async Task<Results<Ok<AdjustmentView>, NotFound, ForbidHttpResult>> Handle(
        string id,
        LoyaltyDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var adjustment = await db.Adjustments.WithIdAsync(id, ct);
        if (adjustment is null)
        {
            return TypedResults.NotFound();
        }

        if (caller.Role is not (Roles.Supervisor or Roles.Leader) && adjustment.ProposedBy != caller.Subject)
        {
            return TypedResults.Forbid();
        }

        adjustment.Reject(caller.Subject, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(AdjustmentView.Of(adjustment));
    }
}
