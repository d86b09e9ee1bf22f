using System;
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

/// <param name="Origin">bill or adjustment.</param>
/// <param name="Remaining">What can still be spent of it.</param>
/// <param name="Spent">What was spent of it, or set against points owed.</param>
public sealed record LotView(
    Guid Id,
    string Origin,
    string? BillNumber,
    long Earned,
    DateOnly EarnedOn,
    DateOnly ExpiresOn,
    long Remaining,
    long Spent,
    long Expired,
    bool IsReversed
);

/// <summary>A member's earned lots in the order they are spent in: first-expiring first (features.md L1).</summary>
internal static class ListLots
{
    private static readonly Listing<PointLot> Listing = new();

    public static void Map(RouteGroupBuilder members) =>
        members.MapGet("/{accountId}/lots", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<Results<ListAnswer<LotView>, NotFound>> Handle(
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
                db.Lots.AsNoTracking()
                    .Where(lot => lot.AccountId == member.AccountId && lot.ExpiresOn != null)
                    .OrderBy(lot => lot.ExpiresOn)
                    .ThenBy(lot => lot.EarnedOn)
                    .ThenBy(lot => lot.Id),
                http,
                View,
                ct
            );
    }

    private static LotView View(PointLot lot) =>
        new(
            lot.Id,
            lot.Origin.ToWord(),
            lot.BillNumber,
            lot.Earned,
            lot.EarnedOn!.Value,
            lot.ExpiresOn!.Value,
            lot.Remaining,
            lot.Spent,
            lot.Expired,
            lot.ReversedAt is not null
        );
}
