using System;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Rules;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>
/// Ops, or the partner itself, send a delivered or failed one again, under the same <c>webhook-id</c>: a partner that has it already knows it.
/// </summary>
internal static class ReplayDelivery
{
    public static void Map(RouteGroupBuilder deliveries) =>
        deliveries.MapPost("/{id}/replay", Handle).RequireRoles(Roles.Ops, Roles.Partner);

    private static async Task<Results<Ok<DeliveryView>, NotFound>> Handle(
        string id,
        NotificationsDb db,
        Caller caller,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var delivery = Ids.TryRead(id, out var key)
            ? await db.Deliveries.VisibleTo(caller).Include(d => d.Made).SingleOrDefaultAsync(d => d.Id == key, ct)
            : null;
        if (delivery is null)
        {
            return TypedResults.NotFound();
        }

        delivery.Replay(clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(DeliveryView.Whole(delivery));
    }
}
