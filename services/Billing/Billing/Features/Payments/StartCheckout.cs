using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace Billing.Features.Payments;

/// <param name="Amount">More than 0, at most 1000000, two decimals; it may be more than is open.</param>
/// <param name="BillId">The bill from whose page it is started; it pays, as any payment, the oldest open bill first.</param>
public sealed record StartCheckoutRequest(
    [Required(ErrorMessage = "It is mandatory.")] string AccountId,
    decimal? Amount,
    string? BillId
);

/// <summary>
/// Opens a page at the payment provider where the customer pays (features.md B9); the provider tells us when he has.
/// </summary>
internal static class StartCheckout
{
    public static void Map(RouteGroupBuilder checkouts) =>
        checkouts.MapPost("", Handle).RequireRoles(Roles.Customer, Roles.Agent, Roles.Channel);

    private static async Task<Results<Created<CheckoutView>, Refusal>> Handle(
        StartCheckoutRequest request,
        BillingDb db,
        CheckoutProvider provider,
        IOptions<CheckoutOptions> options,
        OperatorCurrency currency,
        Caller caller,
        BusinessClock clock,
        TimeProvider system,
        CancellationToken ct
    )
    {
        var order = await ReadAsync(request, db, currency, caller, ct);
        if (!provider.IsConfigured)
        {
            return Away("This operator has no payment provider.");
        }

        // The provider first: a page without a row was never shown to anybody, a row without a page could not be paid.
        // An Idempotency-Key's transaction is open meanwhile, with no lock but the key's: see CheckoutSlots.
        var id = Guid.CreateVersion7(clock.Now());
        if (await provider.OpenAsync(id, order, ct) is not { } session)
        {
            return Away("The payment provider does not answer; nothing was started, try again.");
        }

        var checkout = Checkout.Start(
            id,
            order,
            session.Id,
            session.Url,
            StoredTrace.Current,
            clock.Now(),
            system.GetUtcNow(),
            options.Value.AskAfter
        );
        db.Checkouts.Add(checkout);
        await db.SaveChangesAsync(ct);

        var view = CheckoutView.Of(checkout);
        return TypedResults.Created(view.Href, view);
    }

    private static Refusal Away(string why) =>
        new(StatusCodes.Status503ServiceUnavailable, "checkout.provider-away", why);

    private static async Task<CheckoutOrder> ReadAsync(
        StartCheckoutRequest request,
        BillingDb db,
        OperatorCurrency currency,
        Caller caller,
        CancellationToken ct
    )
    {
        var amount = Sums.Read(request.Amount, "amount");
        if (
            !Ids.TryRead(request.AccountId, out var account)
            || !await db.Accounts.VisibleTo(caller).AnyAsync(it => it.Id == account, ct)
        )
        {
            throw new InvalidInput("accountId", "There is no such account.");
        }

        return new(account, await BillAsync(request.BillId, account, db, ct), amount, currency.Code, caller.Subject);
    }

    private static async Task<Guid?> BillAsync(string? bill, Guid account, BillingDb db, CancellationToken ct)
    {
        if (bill is null)
        {
            return null;
        }

        var isOpen =
            Ids.TryRead(bill, out var id)
            && await db.Bills.AnyAsync(
                it =>
                    it.Id == id
                    && it.AccountId == account
                    && it.ReversedAt == null
                    && (it.Status == BillStatus.Sent || it.Status == BillStatus.PartiallyPaid),
                ct
            );
        return isOpen ? id : throw new InvalidInput("billId", "The account has no such open bill.");
    }
}
