using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Loyalty.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Loyalty.Features;

/// <summary>One redemption, with its code (features.md L1).</summary>
internal static class GetRedemption
{
    public static void Map(RouteGroupBuilder members) =>
        members.MapGet("/{accountId}/redemptions/{id}", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<Results<Ok<RedemptionView>, NotFound>> Handle(
        string accountId,
        string id,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var member = await db.Members.AsNoTracking().VisibleTo(caller).WithIdAsync(accountId, ct);
        var found =
            member is not null && Ids.TryRead(id, out var key)
                ? await db
                    .Redemptions.AsNoTracking()
                    .SingleOrDefaultAsync(r => r.AccountId == member.AccountId && r.Id == key, ct)
                : null;
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(RedemptionView.Of(found));
    }
}
