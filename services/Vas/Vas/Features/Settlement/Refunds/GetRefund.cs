using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Features.Providers;

namespace Vas.Features.Settlement.Refunds;

/// <summary>One refund and what the provider brought against it (features.md V15).</summary>
internal static class GetRefund
{
    public static void Map(RouteGroupBuilder refunds) =>
        refunds.MapGet("/{id}", Handle).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);

    private static async Task<Results<Ok<RefundView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = await db.Refunds.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(RefundView.Of(found, caller));
    }
}
