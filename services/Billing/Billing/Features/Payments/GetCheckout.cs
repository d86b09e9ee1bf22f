using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Billing.Domain.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Payments;

/// <summary>Whether a checkout is paid, for the page that the customer comes back to.</summary>
internal static class GetCheckout
{
    public static void Map(RouteGroupBuilder checkouts) =>
        checkouts.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<CheckoutView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var checkout = Ids.TryRead(id, out var key)
            ? await db.Checkouts.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(it => it.Id == key, ct)
            : null;
        return checkout is null ? TypedResults.NotFound() : TypedResults.Ok(CheckoutView.Of(checkout));
    }
}

/// <summary>The ownership rule of checkouts: a customer sees his account's, a channel those it started, staff all.</summary>
internal static class CheckoutOwnership
{
    public static IQueryable<Checkout> VisibleTo(this IQueryable<Checkout> checkouts, Caller caller) =>
        BillingRoles.Staff.Contains(caller.Role)
            ? checkouts
            : checkouts.Where(it =>
                (caller.IsCustomer && it.AccountId == caller.AccountId)
                || (caller.Role == Roles.Channel && it.StartedBy == caller.Subject)
            );
}
