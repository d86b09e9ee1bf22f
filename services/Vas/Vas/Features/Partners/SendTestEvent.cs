using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>
/// Sends a test event to one of the caller's own endpoints, and to no other (features.md N9). It has no sequence, as it
/// stands in no feed.
/// </summary>
internal static class SendTestEvent
{
    public static void Map(RouteGroupBuilder endpoints) =>
        endpoints.MapPost("/{id}/test", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Accepted<PartnerEndpointView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (await db.OwnEndpointAsync(id, caller, ct) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        endpoint.RequireActive();
        var now = clock.Now();
        var body = CloudEvent.Render(
            Guid.CreateVersion7(now),
            CloudEvent.Test,
            $"endpoint/{endpoint.Id}",
            sequence: null,
            new { EndpointId = endpoint.Id, SentAt = now },
            now
        );
        db.Deliver(endpoint, CloudEvent.Test, body, now);
        await db.SaveChangesAsync(ct);
        var view = PartnerEndpointView.Of(endpoint);
        return TypedResults.Accepted(view.Deliveries, view);
    }
}
