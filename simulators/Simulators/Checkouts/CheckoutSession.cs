using System;
using System.Threading;

namespace Simulators.Checkouts;

/// <summary>What a merchant asks for.</summary>
internal sealed record NewSession(decimal Amount, string Currency, string Reference, string NotifyUrl);

/// <summary>A session as the merchant reads it.</summary>
internal sealed record ShownSession(
    string Id,
    string Url,
    string Status,
    string? PaymentId,
    string Reference,
    decimal Amount,
    string Currency
);

/// <summary>One page on which one sum is paid once.</summary>
internal sealed class CheckoutSession(NewSession wanted, Uri notifyUrl, string host, CheckoutBehaviour behaviour)
{
    private int _isPaid;

    public string Id { get; } = $"cs_{Guid.CreateVersion7():N}";
    public string PaymentId { get; } = $"pay_{Guid.CreateVersion7():N}";
    public NewSession Wanted { get; } = wanted;
    public Uri NotifyUrl { get; } = notifyUrl;
    public CheckoutBehaviour Behaviour { get; set; } = behaviour;
    public bool IsPaid => Volatile.Read(ref _isPaid) == 1;

    /// <returns>False when it was paid before: a second press of the button takes no second payment.</returns>
    public bool Pay() => Interlocked.Exchange(ref _isPaid, 1) == 0;

    public ShownSession Shown() =>
        new(
            Id,
            $"{host}/checkout/{Id}",
            IsPaid ? "paid" : "open",
            IsPaid ? PaymentId : null,
            Wanted.Reference,
            Wanted.Amount,
            Wanted.Currency
        );
}
