using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What customers have of value-added services as TMF637 lists it, newest first; and one.</summary>
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

    public static void Map(RouteGroupBuilder products)
    {
        products.MapGet("", List).RequireRoles([Roles.Customer, Roles.Channel, .. SubscriptionOwnership.Staff]);
        products.MapGet("/{id}", Get).RequireRoles([Roles.Customer, Roles.Channel, .. SubscriptionOwnership.Staff]);
    }

    private static Task<ListAnswer<ProductView>> List(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) => Listing.AnswerAsync(db.Subscriptions.AsNoTracking().VisibleTo(caller).Newest(db), http, ProductView.Of, ct);

    private static async Task<Results<Ok<ProductView>, NotFound>> Get(
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
