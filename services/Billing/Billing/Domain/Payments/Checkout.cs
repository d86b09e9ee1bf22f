using System;

namespace Billing.Domain.Payments;

/// <summary>
/// A payment that a customer makes on the payment provider's page (features.md B9). The provider tells when it is paid;
/// one that stays silent is asked, so no payment is lost with a notification.
/// </summary>
public sealed class Checkout
{
    /// <summary>So long the provider is asked; what it tells later by itself still counts.</summary>
    private static readonly TimeSpan AskedFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private Checkout() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid AccountId { get; private set; }

    /// <summary>The bill from whose page it was started; it pays, as any payment, the oldest open bill first.</summary>
    public Guid? BillId { get; private set; }
    public decimal Amount { get; private set; }
    public string Currency { get; private set; } = "";

    /// <summary>The provider's own id of it.</summary>
    public string SessionId { get; private set; } = "";

    /// <summary>The provider's page.</summary>
    public string Url { get; private set; } = "";
    public CheckoutStatus Status { get; private set; }
    public string StartedBy { get; private set; } = "";
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>System time, not business time: the provider knows no simulated clock. Null when nothing is asked any more.</summary>
    public DateTimeOffset? NextAskAt { get; private set; }
    public DateTimeOffset AskUntil { get; private set; }
    public int Asked { get; private set; }

    /// <summary>The trace that started it: what the provider tells goes on in it (P2).</summary>
    public string? Traceparent { get; private set; }

    /// <param name="id">Known to the provider as our reference.</param>
    /// <param name="now">Business time.</param>
    /// <param name="systemNow">When the provider may be asked first is counted from here.</param>
    /// <param name="askAfter">How long the provider may be silent.</param>
    public static Checkout Start(
        Guid id,
        CheckoutOrder order,
        string sessionId,
        string url,
        string? traceparent,
        DateTimeOffset now,
        DateTimeOffset systemNow,
        TimeSpan askAfter
    ) =>
        new()
        {
            Id = id,
            Version = 1,
            AccountId = order.AccountId,
            BillId = order.BillId,
            Amount = order.Amount,
            Currency = order.Currency,
            SessionId = sessionId,
            Url = url,
            Status = CheckoutStatus.Open,
            StartedBy = order.By,
            StartedAt = now,
            NextAskAt = systemNow + askAfter,
            AskUntil = systemNow + AskedFor,
            Traceparent = traceparent,
        };

    /// <summary>Money came for it; a second payment of the same page is money, too, and changes nothing here.</summary>
    public void Pay(DateTimeOffset now)
    {
        Status = CheckoutLifeCycle.Next(Status, CheckoutNews.MoneyCame);
        PaidAt ??= now;
        NextAskAt = null;
        Version++;
    }

    /// <returns>False when that was known, or the money came in spite of it.</returns>
    public bool Fail()
    {
        var next = CheckoutLifeCycle.Next(Status, CheckoutNews.AttemptFailed);
        if (next == Status)
        {
            return false;
        }

        Status = next;
        Version++;
        return true;
    }

    /// <summary>The provider was asked and had no money to tell of: each time after twice the pause, for a day.</summary>
    public void AskLater(TimeSpan askAfter, DateTimeOffset systemNow)
    {
        if (NextAskAt is null)
        {
            return; // the money came in between
        }

        Asked++;
        var pause = askAfter * (1L << Math.Min(Asked, 20));
        var next = systemNow + (pause < LongestPause ? pause : LongestPause);
        NextAskAt = next <= AskUntil ? next : null;
        Version++;
    }
}

/// <summary>What a checkout is to collect, and who wants it.</summary>
public sealed record CheckoutOrder(Guid AccountId, Guid? BillId, decimal Amount, string Currency, string By);
