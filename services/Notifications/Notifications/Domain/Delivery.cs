using System;
using System.Collections.Generic;
using Rules;

namespace Notifications.Domain;

/// <summary>
/// One event on its way to one partner (features.md N9): at least once, always under the same id and with the same body;
/// the partner recognises a second copy by the id.
/// </summary>
public sealed class Delivery
{
    /// <summary>How long a sender may take, well above the 20 s a call may last.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(60);

    /// <summary>Senders do not die that often by chance: what cannot be written down is given up, too.</summary>
    public const int MaxLosses = 10;

    private readonly List<DeliveryAttempt> _made = [];

    private Delivery() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid SubscriptionId { get; private set; }

    /// <summary>The service that keeps the subscription and hears when the delivery is given up.</summary>
    public string Owner { get; private set; } = "";
    public string Url { get; private set; } = "";

    /// <summary>The host of <see cref="Url"/>, whatever its port: one that hangs takes its own slots only.</summary>
    public string Endpoint { get; private set; } = "";
    public string EventType { get; private set; } = "";
    public string ContentType { get; private set; } = "";
    public string Body { get; private set; } = "";

    /// <summary>The partner that may look at it; null for listeners of a hub.</summary>
    public Guid? PartnerId { get; private set; }

    /// <summary>Which generations of the secret sign, newest first, separated by blanks; null: the first alone.</summary>
    public string? SigningGeneration { get; private set; }
    public DeliveryStatus Status { get; private set; }
    public string? StatusReason { get; private set; }

    /// <summary>How often it was claimed, over all replays; the number of the attempt under way.</summary>
    public int Attempts { get; private set; }

    /// <summary>How many attempts failed since it was last asked for: where it stands in the table of pauses.</summary>
    public int Failures { get; private set; }

    /// <summary>How many senders it lost since it was last asked for.</summary>
    public int Losses { get; private set; }
    public DateTimeOffset RequestedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset? ClaimedUntil { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>The trace that asked for the delivery: each attempt goes on in it (P2).</summary>
    public string? Traceparent { get; private set; }

    /// <summary>Attempts made since it was read, or all of them when they were read with it.</summary>
    public IReadOnlyList<DeliveryAttempt> Made => _made;

    public static Delivery Of(WantedDelivery wanted, string? traceparent, DateTimeOffset now)
    {
        // What is no address has no host either: its attempts fail, it is given up, and its owner hears of it.
        var host = Uri.TryCreate(wanted.Url, UriKind.Absolute, out var url) ? url.IdnHost : "";
        return new()
        {
            Id = wanted.Id,
            Version = 1,
            SubscriptionId = wanted.SubscriptionId,
            Owner = wanted.Owner,
            Url = wanted.Url,
            Endpoint = host.TrimEnd('.').ToLowerInvariant(),
            EventType = wanted.EventType,
            ContentType = wanted.ContentType,
            Body = wanted.Body,
            PartnerId = wanted.PartnerId,
            SigningGeneration = wanted.SigningGeneration,
            Status = DeliveryStatus.Waiting,
            RequestedAt = wanted.RequestedAt,
            DueAt = now,
            Traceparent = traceparent,
        };
    }

    /// <summary>A sender takes it; until the claim runs out nobody else touches it.</summary>
    public void ClaimForSending(DateTimeOffset now)
    {
        Move(DeliveryAction.Claim, StatusReason);
        Attempts++;
        ClaimedUntil = now + Claim;
    }

    /// <summary>Is this still the attempt that is under way? A sender that was thought dead has nothing to say any more.</summary>
    public bool IsUnderWay(int attempt) => Status == DeliveryStatus.Sending && Attempts == attempt;

    /// <summary>Writes an attempt down and decides what follows from it.</summary>
    /// <param name="met">What the attempt met.</param>
    /// <param name="now">The end of the attempt: pauses count from here.</param>
    /// <param name="chance">0 to 1, spreads the next attempt.</param>
    public void Record(AttemptOutcome met, DateTimeOffset now, double chance)
    {
        _made.Add(DeliveryAttempt.Of(Id, Attempts, now - met.Duration, met.StatusCode, met.Error, met.Duration));
        var reason = met.Error ?? $"The endpoint answered {met.StatusCode}.";
        ClaimedUntil = null;
        switch (met.StatusCode)
        {
            case >= 200 and < 300:
                Move(DeliveryAction.Deliver, reason: null);
                DeliveredAt = now;
                break;
            case 410:
                Move(DeliveryAction.EndForGood, reason);
                break;
            default:
                Failures++;
                Postpone(DeliveryRetries.After(Failures, met.RetryAfter, chance), reason, now);
                break;
        }
    }

    /// <summary>Claimed and not sent: its endpoint became slow, or the service stops. It costs no attempt.</summary>
    public void GiveBack()
    {
        Move(DeliveryAction.GiveBack, StatusReason);
        Attempts--;
        ClaimedUntil = null;
    }

    /// <summary>
    /// Nobody's fault but ours: the partner loses none of its attempts by it. Only after <see cref="MaxLosses"/> is it
    /// given up.
    /// </summary>
    public void LoseSender(DateTimeOffset now)
    {
        const string Lost = "The sender died before it could write down what came of it.";
        _made.Add(DeliveryAttempt.Of(Id, Attempts, ClaimedUntil!.Value - Claim, null, Lost, TimeSpan.Zero));
        Losses++;
        Move(Losses < MaxLosses ? DeliveryAction.LoseSender : DeliveryAction.GiveUp, Lost);
        ClaimedUntil = null;
        DueAt = now;
    }

    /// <summary>Ops send it again at once, with all attempts of the table before it.</summary>
    /// <exception cref="RuleViolation"><c>delivery.illegal-move</c>: it is on its way, or its partner is gone.</exception>
    public void Replay(DateTimeOffset now)
    {
        Move(DeliveryAction.Replay, reason: null);
        Failures = 0;
        Losses = 0;
        DueAt = now;
        DeliveredAt = null;
    }

    private void Postpone(TimeSpan? pause, string reason, DateTimeOffset now)
    {
        if (pause is { } wait)
        {
            Move(DeliveryAction.Postpone, reason);
            DueAt = now + wait;
        }
        else
        {
            Move(DeliveryAction.GiveUp, reason);
        }
    }

    private void Move(DeliveryAction action, string? reason)
    {
        Status = DeliveryLifeCycle.Next(Status, action);
        StatusReason = reason;
        Version++;
    }
}

/// <summary>What is known when a delivery is wanted.</summary>
public sealed record WantedDelivery(
    Guid Id,
    Guid SubscriptionId,
    string Owner,
    string Url,
    string EventType,
    string ContentType,
    string Body,
    DateTimeOffset RequestedAt,
    Guid? PartnerId = null,
    string? SigningGeneration = null
);

/// <summary>What one attempt met: the partner's status, or why there is none.</summary>
/// <param name="RetryAfter">How long the partner asks to be left alone, with 429 and 503 only.</param>
public sealed record AttemptOutcome(int? StatusCode, string? Error, TimeSpan? RetryAfter, TimeSpan Duration);
