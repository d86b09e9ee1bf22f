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

/// <summary>One payment, with the bills it paid.</summary>
internal static class GetPayment
{
    public static void Map(RouteGroupBuilder payments) =>
        payments.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<PaymentView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var payment = Ids.TryRead(id, out var key)
            ? await db
                .Payments.AsNoTracking()
                .Include(it => it.Items)
                .VisibleTo(caller)
                .SingleOrDefaultAsync(it => it.Id == key, ct)
            : null;
        return payment is null ? TypedResults.NotFound() : TypedResults.Ok(PaymentView.Of(payment));
    }
}

/// <summary>The ownership rule of payments: a customer sees those of his account, staff see all.</summary>
internal static class PaymentOwnership
{
    public static IQueryable<Payment> VisibleTo(this IQueryable<Payment> payments, Caller caller) =>
        BillingRoles.Staff.Contains(caller.Role)
            ? payments
            : payments.Where(payment => caller.IsCustomer && payment.AccountId == caller.AccountId);
}
