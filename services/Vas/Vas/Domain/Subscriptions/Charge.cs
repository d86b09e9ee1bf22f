using System;
using System.Globalization;
using Rules;

namespace Vas.Domain.Subscriptions;

/// <summary>What a provider wants to charge.</summary>
/// <param name="Key">Its own number of the charge, unique for ever.</param>
/// <param name="OccurredAt">When the customer used what is charged, UTC.</param>
/// <param name="CallSeconds">Of a call: how long it was.</param>
public sealed record ChargeAttempt(string Key, decimal Amount, DateTimeOffset OccurredAt, int? CallSeconds = null);

/// <summary>
/// A charge that the customer's consent covers (features.md V5): decided here and committed as pending, then posted by Billing
/// under a key that is unique for ever.
/// </summary>
public sealed class Charge
{
    private const string Once = "once";

    private Charge() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid ProviderId { get; private set; }
    public Guid ServiceId { get; private set; }
    public Guid SubscriptionId { get; private set; }
    public Guid AccountId { get; private set; }
    public Guid LineId { get; private set; }
    public string ServiceNumber { get; private set; } = "";
    public string ProviderKey { get; private set; } = "";
    public decimal Amount { get; private set; }
    public string Currency { get; private set; } = "";
    public DateTimeOffset? OccurredAt { get; private set; }
    public int? CallSeconds { get; private set; }
    public DateTimeOffset ChargedAt { get; private set; }

    /// <summary>In which it is settled with the provider, <c>yyyy-MM</c>: that of the decision, local time.</summary>
    public string Month { get; private set; } = "";

    /// <summary>The period it pays for: <c>yyyy-MM</c>, or <c>once</c>. A subscription has one charge for each.</summary>
    public string? ChargedFor { get; private set; }
    public ChargeStatus Status { get; private set; }
    public DateTimeOffset? PostedAt { get; private set; }

    /// <summary>Billing's ledger entry.</summary>
    public string? EntryId { get; private set; }

    /// <summary>Why Billing would not post it.</summary>
    public string? RefusalCode { get; private set; }

    /// <summary>When Billing is asked again; null once it answered.</summary>
    public DateTimeOffset? DueAt { get; private set; }
    public string? Traceparent { get; private set; }

    /// <summary>Nothing is left of the subscription once it is posted.</summary>
    public bool IsForOnce => ChargedFor == Once;

    public DateTimeOffset? ReversedAt { get; private set; }

    /// <summary>As told to the customer.</summary>
    public string? ReversedFor { get; private set; }

    /// <summary>The token's subject.</summary>
    public string? ReversedBy { get; private set; }

    /// <summary>The issued statement that pays the provider for it all the same; null when its month was not settled.</summary>
    public Guid? ReversedAfter { get; private set; }

    /// <summary>The issued statement that took that back.</summary>
    public Guid? TakenBackIn { get; private set; }

    /// <summary>Under which Billing posts it.</summary>
    public string BusinessKey => $"vas:{Id}";

    internal static Charge Of(
        Subscription subscription,
        ChargeAttempt attempt,
        TimeZoneInfo zone,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            ProviderId = subscription.ProviderId,
            ServiceId = subscription.ServiceId,
            SubscriptionId = subscription.Id,
            AccountId = subscription.AccountId,
            LineId = subscription.LineId,
            ServiceNumber = subscription.ServiceNumber,
            ProviderKey = attempt.Key,
            Amount = attempt.Amount,
            Currency = subscription.Currency,
            OccurredAt = attempt.OccurredAt,
            CallSeconds = attempt.CallSeconds,
            ChargedAt = now,
            Month = MonthOf(now, zone),
            ChargedFor = PeriodOf(subscription, attempt.OccurredAt, zone),
        };

    /// <summary>What a charge of that time pays for, as <see cref="ChargedFor"/> says it.</summary>
    public static string PeriodOf(Subscription subscription, DateTimeOffset occurredAt, TimeZoneInfo zone) =>
        subscription.Period == SubscriptionPeriod.Month ? MonthOf(occurredAt, zone) : Once;

    /// <summary>Whoever finds it unanswered at that time asks Billing again.</summary>
    public void AskAgainAt(DateTimeOffset due, string? traceparent) => (DueAt, Traceparent) = (due, traceparent);

    /// <summary>The same key again must mean the same charge.</summary>
    /// <exception cref="RuleViolation"><c>charge.key-reused</c>.</exception>
    public void RequireSame(Guid serviceId, Guid? subscriptionId, string? serviceNumber, ChargeAttempt attempt)
    {
        if (
            (serviceId, attempt.Amount, attempt.OccurredAt, attempt.CallSeconds)
                != (ServiceId, Amount, OccurredAt, CallSeconds)
            || (subscriptionId ?? SubscriptionId) != SubscriptionId
            || (serviceNumber ?? ServiceNumber) != ServiceNumber
        )
        {
            throw new RuleViolation("charge.key-reused", "The key was used for another charge before.");
        }
    }

    /// <returns>False when it was posted already.</returns>
    public bool Post(string entryId, DateTimeOffset now)
    {
        if (Status != ChargeStatus.Pending)
        {
            return false;
        }

        (Status, PostedAt, EntryId, DueAt) = (ChargeStatus.Posted, now, entryId, null);
        Version++;
        return true;
    }

    /// <summary>Billing says no for good: nobody pays anything.</summary>
    /// <returns>False when it was decided already.</returns>
    public bool Refuse(string code)
    {
        if (Status != ChargeStatus.Pending)
        {
            return false;
        }

        (Status, RefusalCode, DueAt) = (ChargeStatus.Refused, code, null);
        Version++;
        return true;
    }

    /// <param name="isCompensated">Whether the customer was paid for a case about it, and still has that.</param>
    /// <exception cref="RuleViolation"><c>charge.not-posted</c>; <c>charge.compensated</c>.</exception>
    public void RequireReversible(bool isCompensated)
    {
        if (Status != ChargeStatus.Posted)
        {
            throw new RuleViolation("charge.not-posted", $"A charge that is {Status} is not reversed.");
        }

        if (isCompensated)
        {
            throw new RuleViolation(
                "charge.compensated",
                "The customer was paid for a case about this service; nobody is compensated twice."
            );
        }
    }

    /// <summary>The customer has his money back.</summary>
    /// <param name="settledBy">The issued statement of its month; null while there is none.</param>
    /// <exception cref="RuleViolation"><c>charge.not-posted</c>.</exception>
    public void Reverse(string reason, string by, Guid? settledBy, DateTimeOffset now)
    {
        RequireReversible(isCompensated: false);
        Status = ChargeStatus.Reversed;
        (ReversedFor, ReversedBy, ReversedAfter, ReversedAt) = (reason, by, settledBy, now);
        Version++;
    }

    private static string MonthOf(DateTimeOffset at, TimeZoneInfo zone) =>
        at.DateIn(zone).ToString("yyyy-MM", CultureInfo.InvariantCulture);
}

public enum ChargeStatus
{
    /// <summary>Decided; Billing has not answered yet.</summary>
    Pending,
    Posted,

    /// <summary>Given back to the customer (features.md V15).</summary>
    Reversed,

    /// <summary>Billing would not post it.</summary>
    Refused,
}

/// <summary>A provider tried to charge what it may not; kept for ever (features.md V5).</summary>
/// <param name="ServiceId">Null when it is none of the provider's.</param>
/// <param name="Code">The rule that said no.</param>
public sealed record ChargeRefusal(
    Guid Id,
    Guid ProviderId,
    Guid? ServiceId,
    string ProviderKey,
    decimal Amount,
    string Code,
    DateTimeOffset RefusedAt
);

/// <summary>What was asked and stopped by keyword (features.md V4).</summary>
/// <param name="MessageId">The inbound message.</param>
/// <param name="Listed">What the numbers in the answer mean, in order.</param>
/// <param name="Ended">What it stopped.</param>
public sealed record Inquiry(
    Guid MessageId,
    string SentFrom,
    string SentTo,
    string Text,
    Guid[] Listed,
    Guid[] Ended,
    DateTimeOffset AnsweredAt
);
