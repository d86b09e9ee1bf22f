using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>One delivery with its body and every attempt, for ops and for the partner that it goes to.</summary>
internal static class GetDelivery
{
    public static void Map(RouteGroupBuilder deliveries) =>
        deliveries.MapGet("/{id}", Handle).RequireRoles(Roles.Ops, Roles.Partner);

    private static async Task<Results<Ok<DeliveryView>, NotFound>> Handle(
        string id,
        NotificationsDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var delivery = Ids.TryRead(id, out var key)
            ? await db
                .Deliveries.AsNoTracking()
                .VisibleTo(caller)
                .Include(d => d.Made)
                .SingleOrDefaultAsync(d => d.Id == key, ct)
            : null;
        return delivery is null ? TypedResults.NotFound() : TypedResults.Ok(DeliveryView.Whole(delivery));
    }
}
