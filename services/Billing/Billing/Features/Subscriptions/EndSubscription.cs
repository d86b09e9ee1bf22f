using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Subscriptions;

/// <param name="LastDay">Local date, today or later; that day is still charged.</param>
/// <param name="Consent">The customer's own words.</param>
public sealed record EndSubscriptionRequest(
    [Required(ErrorMessage = "It is mandatory.")] DateOnly? LastDay,
    [Required(ErrorMessage = "It is mandatory: only the customer ends his plan.")] ConsentRequest? Consent
);

/// <summary>The customer ends his plan, himself or by who asked him; his words are kept (features.md B3).</summary>
internal static class EndSubscription
{
    public static void Map(RouteGroupBuilder subscriptions) =>
        subscriptions.MapPost("/{id}/end", Handle).RequireRoles(Roles.Customer, Roles.Channel, Roles.Agent);

    private static async Task<Results<Ok<SubscriptionView>, NotFound>> Handle(
        string accountId,
        string id,
        EndSubscriptionRequest request,
        BillingDb db,
        PolicyBook book,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var subscription = await db.Subscriptions.VisibleTo(caller).WithIdAsync(accountId, id, ct);
        if (subscription is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var consent = subscription.Withdraw(
            request.Consent!.By(caller, now),
            request.LastDay!.Value,
            now.DateIn((await book.ReadAsync(ct)).Calendar.Zone)
        );

        db.Consents.Add(consent);
        await db.SaveChangesAsync(ct);
        var row = await db
            .Subscriptions.AsNoTracking()
            .WithTerms(db)
            .SingleAsync(it => it.Subscription.Id == subscription.Id, ct);
        return TypedResults.Ok(SubscriptionView.Of(row));
    }
}
