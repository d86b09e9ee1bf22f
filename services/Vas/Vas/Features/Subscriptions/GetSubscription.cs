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

/// <summary>One subscription: a customer's own, any for staff (features.md V4).</summary>
internal static class GetSubscription
{
    public static void Map(RouteGroupBuilder subscriptions) =>
        subscriptions
            .MapGet("/{id}", Handle)
            .RequireRoles([Roles.Customer, Roles.Channel, .. SubscriptionOwnership.Staff]);

    private static async Task<Results<Ok<SubscriptionView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = await db.Subscriptions.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return found is not null && await db.OfferedServiceAsync(found.ServiceId, ct) is { } service
            ? TypedResults.Ok(SubscriptionView.Of(found, service))
            : TypedResults.NotFound();
    }
}
