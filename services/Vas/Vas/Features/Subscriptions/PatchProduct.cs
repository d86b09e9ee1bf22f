using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// Moves a product by its status (TMF637 PATCH, a JSON merge patch): terminated or cancelled stops it. No patch makes one
/// active: only the customer's answer to his prompt does.
/// </summary>
internal static class PatchProduct
{
    public static void Map(RouteGroupBuilder products) =>
        products
            .MapPatch("/{id}", Handle)
            .RequireRoles(Roles.Customer, Roles.Channel, Roles.Agent)
            .Accepts<MergePatch>("application/merge-patch+json", "application/json");

    private static async Task<Results<Ok<ProductView>, NotFound>> Handle(
        string id,
        MergePatch patch,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var found = await db.Subscriptions.VisibleTo(caller).WithIdAsync(id, ct);
        if (found is null || await db.OfferedServiceAsync(found.ServiceId, ct) is not { } service)
        {
            return TypedResults.NotFound();
        }

        var wanted =
            Words.Read<SubscriptionStatus>(patch.Text("status", found.Status.ToWord(), maxLength: 50))
            ?? throw new InvalidInput("status", $"One of {Words.All<SubscriptionStatus>()} is expected.");
        if (wanted == found.Status)
        {
            return TypedResults.Ok(ProductView.Of(new() { Subscription = found, Service = service }));
        }

        Require(found, wanted);
        var row = await EndSubscription.StopAsync(id, db, caller, clock, ct);
        return TypedResults.Ok(ProductView.Of(row!));
    }

    /// <exception cref="RuleViolation"><c>product.no-consent</c>, <c>product.illegal-status</c>.</exception>
    private static void Require(Subscription found, SubscriptionStatus wanted)
    {
        if (wanted == SubscriptionStatus.Active)
        {
            throw new RuleViolation("product.no-consent", "Only the customer's own confirmation makes it active.");
        }

        var stopped =
            found.Status == SubscriptionStatus.PendingActive
                ? SubscriptionStatus.Cancelled
                : SubscriptionStatus.Terminated;
        if (wanted != stopped)
        {
            throw new RuleViolation(
                "product.illegal-status",
                $"A product that is {found.Status.ToWord()} cannot become {wanted.ToWord()}."
            );
        }
    }
}
