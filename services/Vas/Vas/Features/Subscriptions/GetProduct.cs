using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Subscriptions;

/// <summary>One subscription as TMF637 has it.</summary>
internal static class GetProduct
{
    public static void Map(RouteGroupBuilder products) =>
        products.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. SubscriptionOwnership.Staff]);

    private static async Task<Results<Ok<ProductView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = await db.Subscriptions.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return found is not null && await db.OfferedServiceAsync(found.ServiceId, ct) is { } service
            ? TypedResults.Ok(ProductView.Of(new() { Subscription = found, Service = service }))
            : TypedResults.NotFound();
    }
}
