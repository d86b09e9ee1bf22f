using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Vas.Domain.Partners;

/// <summary>Where a provider wants its events POSTed to (features.md V10, N9); it manages its endpoints itself.</summary>
public sealed class PartnerEndpoint
{
    /// <summary>How long the secret before a rotation signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>A provider has at most so many: each costs a delivery per event.</summary>
    public const int MaxPerProvider = 20;

    private PartnerEndpoint() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid ProviderId { get; private set; }
    public string Url { get; private set; } = "";

    /// <summary>The types it wants; empty: all of them.</summary>
    public string[] Types { get; private set; } = [];
    public PartnerEndpointStatus Status { get; private set; }
    public string? StatusReason { get; private set; }

    /// <summary>Of its secret: 1 for the first, raised by each rotation.</summary>
    public int Generation { get; private set; }
    public DateTimeOffset? OverlapUntil { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    public static PartnerEndpoint Register(
        Guid providerId,
        string url,
        IEnumerable<string> types,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            ProviderId = providerId,
            Url = url,
            Types = [.. types.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Status = PartnerEndpointStatus.Active,
            Generation = 1,
            CreatedAt = now,
        };

    public bool Wants(string type) =>
        Status == PartnerEndpointStatus.Active && (Types.Length == 0 || Types.Contains(type, StringComparer.Ordinal));

    /// <summary>The generations of its secret that sign now, newest first: <c>2 1</c>.</summary>
    public string SigningGenerations(DateTimeOffset now) =>
        OverlapUntil > now ? $"{Generation} {Generation - 1}" : $"{Generation}";

    /// <summary>A new secret; the one before signs for <see cref="Overlap"/>, too, so that nothing is refused meanwhile.</summary>
    /// <exception cref="RuleViolation">
    /// <c>endpoint.rotating</c>: the last rotation is less than a day old, and a receiver would have to know three
    /// secrets; <c>endpoint.not-active</c>.
    /// </exception>
    public void RotateSecret(DateTimeOffset now)
    {
        RequireActive();
        if (OverlapUntil > now)
        {
            throw new RuleViolation("endpoint.rotating", $"The secret was changed; the next time is {OverlapUntil:u}.");
        }

        Generation++;
        OverlapUntil = now + Overlap;
        Version++;
    }

    /// <exception cref="RuleViolation"><c>endpoint.not-active</c>: nothing is sent to it.</exception>
    public void RequireActive()
    {
        if (Status != PartnerEndpointStatus.Active)
        {
            throw new RuleViolation("endpoint.not-active", $"The endpoint is {Status}: {StatusReason}");
        }
    }

    /// <summary>A delivery was given up after all its attempts.</summary>
    /// <param name="failingSince">Since when nothing came through; null when that is not known.</param>
    /// <param name="failedAt">When it was given up.</param>
    /// <param name="disableAfter">For how long an endpoint may fail (policies.md, partner.disable_after).</param>
    /// <param name="reason">What the last attempt met.</param>
    public void HearFailure(DateTimeOffset? failingSince, DateTimeOffset failedAt, TimeSpan disableAfter, string reason)
    {
        if (Status == PartnerEndpointStatus.Active && failedAt - failingSince >= disableAfter)
        {
            Move(PartnerEndpointAction.Disable, $"Nothing came through since {failingSince:u}: {reason}");
        }
    }

    /// <summary>It answered 410.</summary>
    public void HearItIsGone(string reason)
    {
        if (Status != PartnerEndpointStatus.Gone)
        {
            Move(PartnerEndpointAction.End, reason);
        }
    }

    /// <summary>Its provider mended it.</summary>
    /// <exception cref="RuleViolation"><c>endpoint.illegal-move</c>: it works, or is gone for good.</exception>
    public void Activate() => Move(PartnerEndpointAction.Activate, reason: null);

    private void Move(PartnerEndpointAction action, string? reason)
    {
        Status = PartnerEndpointLifeCycle.Next(Status, action);
        StatusReason = reason;
        Version++;
    }
}
