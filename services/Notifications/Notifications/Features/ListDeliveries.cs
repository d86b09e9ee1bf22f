using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>What partners were sent: everything for ops, its own for a partner (features.md N9, P4).</summary>
internal static class ListDeliveries
{
    private const string Subscription = "subscriptionId";

    private static readonly Listing<Delivery> Listing = new Listing<Delivery>()
        .FilterBy(Subscription, OfSubscription)
        .FilterBy("status", HasStatus);

    public static void Map(RouteGroupBuilder deliveries) =>
        deliveries.MapGet("", Handle).RequireRoles(Roles.Ops, Roles.Partner);

    /// <summary>An endpoint that is not the partner's does not exist for him; that it has no deliveries would be another answer.</summary>
    private static async Task<Results<ListAnswer<DeliveryView>, NotFound, Refusal>> Handle(
        HttpContext http,
        NotificationsDb db,
        EndpointInquiry endpoints,
        Caller caller,
        CancellationToken ct
    )
    {
        if (caller.IsPartner && http.Request.Query[Subscription] is [{ } named])
        {
            switch (await endpoints.IsOwnAsync(named, ct))
            {
                case false:
                    return TypedResults.NotFound();
                case null:
                    return new Refusal(
                        StatusCodes.Status503ServiceUnavailable,
                        "vas.away",
                        "Vas does not say whose the endpoint is; ask again."
                    );
            }
        }

        return await Listing.AnswerAsync(
            db.Deliveries.AsNoTracking().VisibleTo(caller).OrderByDescending(d => d.RequestedAt).ThenBy(d => d.Id),
            http,
            DeliveryView.Of,
            ct
        );
    }

    private static Expression<Func<Delivery, bool>> OfSubscription(string value) =>
        Ids.TryRead(value, out var id) ? delivery => delivery.SubscriptionId == id : _ => false;

    private static Expression<Func<Delivery, bool>>? HasStatus(string word)
    {
        var meant = Enum.GetValues<DeliveryStatus>().Where(status => DeliveryView.Word(status) == word).ToList();
        return meant is [var wanted] ? delivery => delivery.Status == wanted : null;
    }
}
