using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Features.Providers;

namespace Vas.Features.Settlement.Refunds;

/// <summary>A charge is not given back, or who proposed that takes it back (features.md V15).</summary>
internal static class RejectRefund
{
    public static void Map(RouteGroupBuilder refunds) =>
        refunds.MapPost("/{id}/rejection", Handle).RequireRoles(Roles.Supervisor, Roles.Finance);

    private static async Task<Results<Ok<RefundView>, NotFound>> Handle(
        string id,
        ReasonRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var refund = await db.Refunds.WithIdAsync(id, ct);
        if (refund is null)
        {
            return TypedResults.NotFound();
        }

        refund.Reject(request.Reason, caller.Subject, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(RefundView.Of(refund, caller));
    }
}
