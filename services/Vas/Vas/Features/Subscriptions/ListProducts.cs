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

/// <summary>What customers have of value-added services as TMF637 lists it, newest first.</summary>
internal static class ListProducts
{
    private static readonly Listing<SubscriptionRow> Listing = new Listing<SubscriptionRow>()
        .FilterBy(
            "billingAccount.id",
            id => Ids.TryRead(id, out var key) ? row => row.Subscription.AccountId == key : _ => false
        )
        .FilterBy(
            "productOffering.id",
            id => Ids.TryRead(id, out var key) ? row => row.Subscription.ServiceId == key : _ => false
        )
        .FilterBy(
            "status",
            word => Words.Read<SubscriptionStatus>(word) is { } status ? row => row.Subscription.Status == status : null
        );

    public static void Map(RouteGroupBuilder products) =>
        products.MapGet("", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. SubscriptionOwnership.Staff]);

    private static Task<ListAnswer<ProductView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) => Listing.AnswerAsync(db.Subscriptions.AsNoTracking().VisibleTo(caller).Newest(db), http, ProductView.Of, ct);
}
