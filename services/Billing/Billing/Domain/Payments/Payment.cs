using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Bills;

namespace Billing.Domain.Payments;

/// <summary>
/// Money that came in for an account (features.md B9). It is a record: once taken it never changes, and a channel's
/// correlator stands for one payment for ever.
/// </summary>
public sealed class Payment
{
    /// <summary>The most that one payment brings, in the operator's currency.</summary>
    public const decimal Most = 1_000_000;

    private readonly List<PaymentItem> _items = [];

    private Payment() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid AccountId { get; private set; }

    /// <summary>Where it was paid: <c>hall</c>, <c>checkout</c>; correlators are unique within one.</summary>
    public string Channel { get; private set; } = "";

    /// <summary>The channel's own number of the payment.</summary>
    public string Correlator { get; private set; } = "";
    public PaymentMethod Method { get; private set; }
    public decimal Amount { get; private set; }
    public string Currency { get; private set; } = "";

    /// <summary>What nothing was open for; it stays the customer's and pays for the next bill.</summary>
    public decimal LeftAsBalance { get; private set; }

    /// <summary>The checkout it was paid by; null for a payment at the desk.</summary>
    public Guid? CheckoutId { get; private set; }

    /// <summary>The token's subject, or the provider.</summary>
    public string TakenBy { get; private set; } = "";
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Which bills it paid and how much of each, the oldest first.</summary>
    public IReadOnlyList<PaymentItem> Items => _items;

    /// <summary>What it is in the books, unique for ever: correlators of two channels may be the same.</summary>
    public string BusinessKey => $"{Channel}:{Correlator}";

    /// <param name="settlement">How its amount was spread.</param>
    public static Payment Take(Incoming money, Settlement settlement, DateTimeOffset now)
    {
        var payment = new Payment
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            AccountId = money.AccountId,
            Channel = money.Channel,
            Correlator = money.Correlator,
            Method = money.Method,
            Amount = money.Amount,
            Currency = money.Currency,
            LeftAsBalance = settlement.Left,
            CheckoutId = money.CheckoutId,
            TakenBy = money.TakenBy,
            ReceivedAt = now,
        };
        payment._items.AddRange(
            settlement.Parts.Select((part, i) => PaymentItem.Of((short)(i + 1), part.Bill.Id, part.Amount))
        );
        return payment;
    }

    /// <summary>Whether the same facts are told again; with others the correlator was used twice.</summary>
    public bool Is(Incoming money) =>
        (AccountId, Amount, Currency, Method, CheckoutId)
        == (money.AccountId, money.Amount, money.Currency, money.Method, money.CheckoutId);
}

/// <summary>A payment as its channel tells it.</summary>
public sealed record Incoming(
    Guid AccountId,
    string Channel,
    string Correlator,
    PaymentMethod Method,
    decimal Amount,
    string Currency,
    string TakenBy,
    Guid? CheckoutId = null
);

/// <summary>What a payment gave to one bill.</summary>
public sealed class PaymentItem
{
    private PaymentItem() { }

    public short Seq { get; private set; }
    public Guid BillId { get; private set; }
    public decimal Amount { get; private set; }

    internal static PaymentItem Of(short seq, Guid bill, decimal amount) =>
        new()
        {
            Seq = seq,
            BillId = bill,
            Amount = amount,
        };
}

public enum PaymentMethod
{
    Cash,

    /// <summary>The payment provider's hosted page.</summary>
    Checkout,
}
