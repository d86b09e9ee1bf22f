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

/// <summary>The balance of one points account (features.md L9).</summary>
internal static class GetLoyaltyBalance
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/loyaltyBalance/{id}", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<Results<Ok<LoyaltyBalanceView>, NotFound>> Handle(
        string id,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var member = await db.Members.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return member is null ? TypedResults.NotFound() : TypedResults.Ok(LoyaltyBalanceView.Of(member));
    }
}
