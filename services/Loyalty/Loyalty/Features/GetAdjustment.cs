using System.Threading;
using System.Threading.Tasks;
using Loyalty.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Loyalty.Features;

/// <summary>One correction of points (features.md L1).</summary>
internal static class GetAdjustment
{
    public static void Map(RouteGroupBuilder adjustments) =>
        adjustments.MapGet("/{id}", Handle).RequireRoles([.. LoyaltyRoles.Staff]);

    private static async Task<Results<Ok<AdjustmentView>, NotFound>> Handle(
        string id,
        LoyaltyDb db,
        CancellationToken ct
    )
    {
        var found = await db.Adjustments.AsNoTracking().WithIdAsync(id, ct);
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(AdjustmentView.Of(found));
    }
}
