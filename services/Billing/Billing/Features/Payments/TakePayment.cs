using System;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain.Payments;
using Billing.Features.Credit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Payments;

/// <summary>A payment as TMF676 has it; other members are tolerated, status is ours to set.</summary>
/// <param name="CorrelatorId">The desk's own number of the payment, unique for ever within its channel.</param>
/// <param name="Channel">Where it was paid; the hall unless given.</param>
public sealed record TakePaymentRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        RegularExpression("^[!-~]{1,100}$", ErrorMessage = "1 to 100 printable ASCII characters are expected.")
    ]
        string CorrelatorId,
    [Required(ErrorMessage = "It is mandatory.")] PaidAccount Account,
    [Required(ErrorMessage = "It is mandatory.")] PaidBy PaymentMethod,
    [Required(ErrorMessage = "It is mandatory.")] PaidSum TotalAmount,
    PaidAt? Channel
);

public sealed record PaidAccount([Required(ErrorMessage = "It is mandatory.")] string Id);

public sealed record PaidBy(string? Name, [property: JsonPropertyName("@type")] string? Type);

public sealed record PaidSum([Required(ErrorMessage = "It is mandatory.")] string Unit, decimal? Value);

public sealed record PaidAt(
    [
        Required(ErrorMessage = "It is mandatory."),
        RegularExpression("^[a-z0-9-]{1,50}$", ErrorMessage = "1 to 50 of a-z, 0-9 and - are expected.")
    ]
        string Id
);

/// <summary>
/// The cash desk takes a payment: it settles the account's oldest open bills at once, and orders barred lines back in the
/// same commit (features.md B9, B11).
/// </summary>
internal static class TakePayment
{
    private const string Hall = "hall";

    public static void Map(RouteGroupBuilder payments) => payments.MapPost("", Handle).RequireRoles(Roles.Clerk);

    private static async Task<Results<Created<PaymentView>, Ok<PaymentView>, Refusal>> Handle(
        TakePaymentRequest request,
        BillingDb db,
        RestorePaidLines lines,
        OperatorCurrency currency,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var (incoming, now) = (Read(request, currency, caller), clock.Now());
        await using var turn = await db.BeginOwnAsync(ct);
        await db.LockCorrelatorAsync(incoming, ct);
        if (await db.KnownAsync(incoming, ct) is { } known)
        {
            if (known.Is(incoming))
            {
                return TypedResults.Ok(PaymentView.Of(known)); // the desk's answer was lost, its payment was not
            }

            await db.NoteReusedAsync(IncidentKind.CorrelatorReused, known, incoming, now, ct);
            await turn.CommitOwnAsync(ct);
            return new Refusal(
                StatusCodes.Status409Conflict,
                "payment.correlator-reused",
                "The correlator stands for a payment of another amount or account; that one stands, this one was not taken."
            );
        }

        var money =
            await db.LockMoneyAsync(incoming.AccountId, ct)
            ?? throw new InvalidInput("account.id", "There is no such account.");
        var payment = db.Take(incoming, money, now);
        await lines.SaveAndRestoreAsync(payment.AccountId, now, ct);
        await turn.CommitOwnAsync(ct);

        var view = PaymentView.Of(payment);
        return TypedResults.Created(view.Href, view);
    }

    private static Incoming Read(TakePaymentRequest request, OperatorCurrency currency, Caller caller)
    {
        var method = request.PaymentMethod.Name ?? request.PaymentMethod.Type;
        if (!string.Equals(method, "cash", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidInput(
                "paymentMethod.name",
                "cash is expected: a checkout's payment comes by its provider."
            );
        }

        if (request.TotalAmount.Unit != currency.Code)
        {
            throw new InvalidInput("totalAmount.unit", $"{currency.Code} is expected.");
        }

        var channel = request.Channel?.Id ?? Hall;
        if (channel is CheckoutMoney.Channel or BalanceBook.Channel)
        {
            throw new InvalidInput("channel.id", $"What comes by {channel} the platform books itself.");
        }

        return new(
            Ids.TryRead(request.Account.Id, out var account)
                ? account
                : throw new InvalidInput("account.id", "There is no such account."),
            channel,
            request.CorrelatorId,
            PaymentMethod.Cash,
            Sums.Read(request.TotalAmount.Value, "totalAmount.value"),
            currency.Code,
            caller.Subject
        );
    }
}
