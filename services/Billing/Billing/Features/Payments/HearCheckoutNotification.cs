using System;
using System.IO;
using System.Linq;
using System.Text.Json;
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
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Time;

namespace Billing.Features.Payments;

/// <summary>What the payment provider tells of a checkout.</summary>
/// <param name="Type">payment.paid, payment.failed or session.created; others are not for us.</param>
/// <param name="Reference">Our checkout.</param>
/// <param name="PaymentId">The provider's own id of the payment; with payment.paid.</param>
public sealed record CheckoutNotificationRequest(
    string? Type,
    string? Reference,
    string? PaymentId,
    decimal? Amount,
    string? Currency
);

/// <summary>
/// The payment provider's notifications (features.md B9): signed, of now, and otherwise believed in no order and no
/// number. Each payment counts once by the provider's own id; a forged one is noted for finance and does nothing.
/// </summary>
internal static class HearCheckoutNotification
{
    private const int MaxBody = 16 * 1024;
    private const int LongestPaymentId = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(CheckoutProvider.NotifyPath, Handle)
            .Accepts<CheckoutNotificationRequest>("application/json")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .AllowAnonymous();

    private static async Task<Results<NoContent, NotFound, Refusal>> Handle(
        HttpRequest request,
        BillingDb db,
        RestorePaidLines lines,
        CheckoutSignature signature,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var now = clock.Now();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var raw = body.ToArray();
        if (signature.Objection(request.Headers, raw) is { } objection)
        {
            // Nobody knows who sent it: one row an hour for each objection, however many come.
            await db.NoteAsync(IncidentKind.ForgedNotification, $"{now:yyyy-MM-dd'T'HH}Z", objection, now, ct);
            return new Refusal(StatusCodes.Status401Unauthorized, "checkout.not-signed", objection);
        }

        var told = Read(raw);
        if (told is not { Type: "payment.paid" or "payment.failed" })
        {
            return TypedResults.NoContent();
        }

        if (!Ids.TryRead(told.Reference, out var checkout))
        {
            return TypedResults.NotFound();
        }

        return told.Type == "payment.paid"
            ? await TakeAsync(checkout, told, db, lines, now, ct)
            : await FailAsync(checkout, db, ct);
    }

    private static async Task<Results<NoContent, NotFound, Refusal>> TakeAsync(
        Guid checkout,
        CheckoutNotificationRequest told,
        BillingDb db,
        RestorePaidLines lines,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (
            told
                is not {
                    PaymentId: { Length: <= LongestPaymentId } payment,
                    Amount: { } sum,
                    Currency: { Length: 3 } unit
                }
            || !IsWord(payment)
            || !IsWord(unit)
        )
        {
            throw new InvalidInput("paymentId", "paymentId, amount and currency are mandatory with payment.paid.");
        }

        return await CheckoutMoney.TakeAsync(db, lines, new(checkout, payment, sum, unit), now, ct) switch
        {
            CheckoutVerdict.NoSuchCheckout => TypedResults.NotFound(),
            CheckoutVerdict.Mismatch => new Refusal(
                StatusCodes.Status409Conflict,
                "checkout.amount-mismatch",
                "It is another sum than was asked for or told before; nothing was booked for it."
            ),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<Results<NoContent, NotFound, Refusal>> FailAsync(
        Guid id,
        BillingDb db,
        CancellationToken ct
    )
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var checkout = await db.LockCheckoutAsync(id, ct);
        if (checkout is null)
        {
            return TypedResults.NotFound();
        }

        checkout.Fail();
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    private static bool IsWord(string text) => text.Length > 0 && text.All(c => c is >= '!' and <= '~');

    private static CheckoutNotificationRequest? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<CheckoutNotificationRequest>(body, Json);
        }
        catch (JsonException)
        {
            throw new InvalidInput("body", "A notification as JSON is expected.");
        }
    }
}
