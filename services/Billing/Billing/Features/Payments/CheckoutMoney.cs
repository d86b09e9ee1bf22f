using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Payments;
using Billing.Features.Credit;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Telemetry;

namespace Billing.Features.Payments;

/// <summary>What the provider tells of money; whether he notified us or was asked makes no difference.</summary>
internal sealed record ToldPayment(Guid CheckoutId, string PaymentId, decimal Amount, string Currency);

internal enum CheckoutVerdict
{
    Taken,

    /// <summary>Told before; nothing happens twice.</summary>
    Known,
    NoSuchCheckout,

    /// <summary>Another sum than was asked for, or than was told first: nothing is booked, finance looks at it.</summary>
    Mismatch,
}

/// <summary>Takes the money of a checkout once, by the provider's own payment id.</summary>
internal static class CheckoutMoney
{
    public const string Channel = "checkout";

    /// <summary>A checkout as it is now, kept to oneself until the transaction ends.</summary>
    public static Task<Checkout?> LockCheckoutAsync(this BillingDb db, Guid id, CancellationToken ct) =>
        db.Checkouts.FromSql($"select * from checkouts where id = {id} for update").SingleOrDefaultAsync(ct);

    public static async Task<CheckoutVerdict> TakeAsync(
        BillingDb db,
        RestorePaidLines lines,
        ToldPayment told,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        await db.LockKeyAsync($"payment:{Channel}:{told.PaymentId}", ct);
        var checkout = await db.LockCheckoutAsync(told.CheckoutId, ct);
        if (checkout is null)
        {
            return CheckoutVerdict.NoSuchCheckout;
        }

        using var span = StoredTrace.Continue("take checkout's payment", checkout.Traceparent, ActivityKind.Consumer);
        var incoming = Read(checkout, told);
        var known = await db.KnownAsync(incoming, ct);
        if (known?.Is(incoming) == true)
        {
            return CheckoutVerdict.Known;
        }

        if (known is not null || (told.Amount, told.Currency) != (checkout.Amount, checkout.Currency))
        {
            await NoteAsync(db, checkout, known, incoming, now, ct);
            await turn.CommitAsync(ct);
            return CheckoutVerdict.Mismatch;
        }

        var money =
            await db.LockMoneyAsync(checkout.AccountId, ct)
            ?? throw new InvalidOperationException($"Checkout {checkout.Id} is of an account that does not exist.");
        db.Take(incoming, money, now);
        checkout.Pay(now);
        await lines.SaveAndRestoreAsync(checkout.AccountId, now, ct);
        await turn.CommitAsync(ct);
        return CheckoutVerdict.Taken;
    }

    private static Incoming Read(Checkout checkout, ToldPayment told) =>
        new(
            checkout.AccountId,
            Channel,
            told.PaymentId,
            PaymentMethod.Checkout,
            told.Amount,
            told.Currency,
            Channel,
            checkout.Id
        );

    private static Task NoteAsync(
        BillingDb db,
        Checkout checkout,
        Payment? known,
        Incoming told,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        known is not null
            ? db.NoteReusedAsync(IncidentKind.AmountMismatch, known, told, now, ct)
            : db.NoteAsync(
                IncidentKind.AmountMismatch,
                $"{Channel}:{told.Correlator}",
                $"Told: {told.Amount:0.00} {told.Currency}. "
                    + $"Asked for: {checkout.Amount:0.00} {checkout.Currency} by checkout {checkout.Id}.",
                now,
                ct
            );
}
