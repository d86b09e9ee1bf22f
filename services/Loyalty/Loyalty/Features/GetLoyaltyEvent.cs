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

/// <summary>One movement of points (features.md L9).</summary>
internal static class GetLoyaltyEvent
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/loyaltyEvent/{id}", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<Results<Ok<LoyaltyEventView>, NotFound>> Handle(
        string id,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = Ids.TryRead(id, out var key)
            ? await db.Entries.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(entry => entry.Id == key, ct)
            : null;
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(LoyaltyEventView.Of(found));
    }
}
