using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>What partners were sent: everything for ops, its own for a partner (features.md N9, P4).</summary>
internal static class ListDeliveries
{
    private static readonly Listing<Delivery> Listing = new Listing<Delivery>()
        .FilterBy("subscriptionId", OfSubscription)
        .FilterBy("status", HasStatus);

    public static void Map(RouteGroupBuilder deliveries) =>
        deliveries.MapGet("", Handle).RequireRoles(Roles.Ops, Roles.Partner);

    private static Task<ListAnswer<DeliveryView>> Handle(
        HttpContext http,
        NotificationsDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Deliveries.AsNoTracking().VisibleTo(caller).OrderByDescending(d => d.RequestedAt).ThenBy(d => d.Id),
            http,
            DeliveryView.Of,
            ct
        );

    private static Expression<Func<Delivery, bool>> OfSubscription(string value) =>
        Ids.TryRead(value, out var id) ? delivery => delivery.SubscriptionId == id : _ => false;

    private static Expression<Func<Delivery, bool>>? HasStatus(string word)
    {
        var meant = Enum.GetValues<DeliveryStatus>().Where(status => DeliveryView.Word(status) == word).ToList();
        return meant is [var wanted] ? delivery => delivery.Status == wanted : null;
    }
}
