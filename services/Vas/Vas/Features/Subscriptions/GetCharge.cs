using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Subscriptions;

/// <summary>One charge: a provider's own, a customer's own, any for staff (features.md V5).</summary>
internal static class GetCharge
{
    public static void Map(RouteGroupBuilder charges) =>
        charges.MapGet("/{id}", Handle).RequireRoles([Roles.Partner, Roles.Customer, .. SubscriptionOwnership.Staff]);

    private static async Task<Results<Ok<ChargeView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = Ids.TryRead(id, out var key)
            ? await db.Charges.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(it => it.Id == key, ct)
            : null;
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(ChargeView.Of(found));
    }
}
