using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Subscriptions;

/// <summary>One plan of a line, running, over or yet to begin, with the consent that it rests on.</summary>
internal static class GetSubscription
{
    public static void Map(RouteGroupBuilder subscriptions) =>
        subscriptions.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<SubscriptionView>, NotFound>> Handle(
        string accountId,
        string id,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        if (!Ids.TryRead(accountId, out var account) || !Ids.TryRead(id, out var key))
        {
            return TypedResults.NotFound();
        }

        var row = await db
            .Subscriptions.AsNoTracking()
            .VisibleTo(caller)
            .WithTerms(db)
            .SingleOrDefaultAsync(it => it.Subscription.Id == key && it.Subscription.AccountId == account, ct);
        return row is null ? TypedResults.NotFound() : TypedResults.Ok(SubscriptionView.Of(row));
    }
}
