using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// The customer stops a service, himself or through who asked him; at once, without a question back (features.md V4). A
/// prompt that waits is taken back.
/// </summary>
internal static class EndSubscription
{
    public static void Map(RouteGroupBuilder subscriptions)
    {
        subscriptions.MapPost("/{id}/end", Handle).RequireRoles(Roles.Customer, Roles.Channel, Roles.Agent);
        subscriptions.MapDelete("/{id}", ByDelete).RequireRoles(Roles.Customer, Roles.Channel, Roles.Agent);
    }

    /// <summary>Stops a service, or takes a request back.</summary>
    private static async Task<Results<Ok<SubscriptionView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    ) =>
        await StopAsync(id, db, caller, clock, ct) is { } row
            ? TypedResults.Ok(SubscriptionView.Of(row))
            : TypedResults.NotFound();

    /// <summary>Stops a service, or takes a request back; the record stays.</summary>
    private static async Task<Results<NoContent, NotFound>> ByDelete(
        string id,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    ) => await StopAsync(id, db, caller, clock, ct) is null ? TypedResults.NotFound() : TypedResults.NoContent();

    /// <returns>Null when the caller has no such subscription.</returns>
    internal static async Task<SubscriptionRow?> StopAsync(
        string id,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var subscription = await db.Subscriptions.VisibleTo(caller).WithIdAsync(id, ct);
        if (subscription is null || await db.OfferedServiceAsync(subscription.ServiceId, ct) is not { } service)
        {
            return null;
        }

        subscription.Stop(caller.Role == Roles.Agent ? SubscriptionEnd.Agent : SubscriptionEnd.Customer, clock.Now());
        db.Outbox.AddOver(subscription, service);
        await db.SaveChangesAsync(ct);
        return new() { Subscription = subscription, Service = service };
    }
}
