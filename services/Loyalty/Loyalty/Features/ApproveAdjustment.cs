using System.Threading;
using System.Threading.Tasks;
using Loyalty.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>A second person agrees to a correction, and the points move (features.md L1).</summary>
internal static class ApproveAdjustment
{
    public static void Map(RouteGroupBuilder adjustments) =>
        adjustments.MapPost("/{id}/approval", Handle).RequireRoles(Roles.Supervisor, Roles.Leader);

    private static async Task<Results<Ok<AdjustmentView>, NotFound>> Handle(
        string id,
        LoyaltyDb db,
        PolicyBook policies,
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

        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(now);
        var member = await db.JoinedMemberAsync(adjustment.AccountId, now, ct);
        adjustment.Approve(member, caller.Subject, terms, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(AdjustmentView.Of(adjustment));
    }
}
