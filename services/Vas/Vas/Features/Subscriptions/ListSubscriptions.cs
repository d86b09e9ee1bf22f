using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What an account is or was subscribed to, complete and current, newest first (features.md V4).</summary>
internal static class ListSubscriptions
{
    private static readonly Listing<SubscriptionRow> Listing = new Listing<SubscriptionRow>()
        .FilterBy(
            "accountId",
            id => Ids.TryRead(id, out var key) ? row => row.Subscription.AccountId == key : _ => false
        )
        .FilterBy("lineId", id => Ids.TryRead(id, out var key) ? row => row.Subscription.LineId == key : _ => false)
        .FilterBy(
            "serviceId",
            id => Ids.TryRead(id, out var key) ? row => row.Subscription.ServiceId == key : _ => false
        )
        .FilterBy("serviceNumber", number => row => row.Subscription.ServiceNumber == number)
        .FilterBy(
            "status",
            word => Words.Read<SubscriptionStatus>(word) is { } status ? row => row.Subscription.Status == status : null
        );

    public static void Map(RouteGroupBuilder subscriptions) =>
        subscriptions.MapGet("", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. SubscriptionOwnership.Staff]);

    private static Task<ListAnswer<SubscriptionView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Subscriptions.AsNoTracking().VisibleTo(caller).Newest(db),
            http,
            SubscriptionView.Of,
            ct
        );
}
