using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Loyalty.Data;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Loyalty.Features;

/// <summary>What a member spent points on, newest first (features.md L1).</summary>
internal static class ListRedemptions
{
    private static readonly Listing<Redemption> Listing = new Listing<Redemption>().FilterBy(
        "key",
        key => redemption => redemption.BusinessKey == key
    );

    public static void Map(RouteGroupBuilder members) =>
        members.MapGet("/{accountId}/redemptions", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<Results<ListAnswer<RedemptionView>, NotFound>> Handle(
        string accountId,
        HttpContext http,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var member = await db.Members.AsNoTracking().VisibleTo(caller).WithIdAsync(accountId, ct);
        return member is null
            ? TypedResults.NotFound()
            : await Listing.AnswerAsync(
                db.Redemptions.AsNoTracking()
                    .Where(r => r.AccountId == member.AccountId)
                    .OrderByDescending(r => r.RedeemedAt)
                    .ThenBy(r => r.Id),
                http,
                RedemptionView.Of,
                ct
            );
    }
}
