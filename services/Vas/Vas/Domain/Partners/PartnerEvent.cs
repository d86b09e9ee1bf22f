using System;

namespace Vas.Domain.Partners;

/// <summary>The last number of a provider's feed; held until the commit by whoever takes a number.</summary>
public sealed class PartnerHead
{
    private PartnerHead() { }

    public Guid ProviderId { get; private set; }
    public long LastSequence { get; private set; }
}

/// <summary>One event of a provider's feed (features.md V10), as it is told over every way; never changed.</summary>
public sealed class PartnerEvent
{
    private PartnerEvent() { }

    public Guid ProviderId { get; private set; }

    /// <summary>1 for a provider's first; no gaps.</summary>
    public long Sequence { get; private set; }
    public Guid EventId { get; private set; }
    public string Type { get; private set; } = "";

    /// <summary>CloudEvents 1.0 in JSON.</summary>
    public string Body { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The trace of the fact: whatever is told goes on in it (P2).</summary>
    public string? Traceparent { get; private set; }

    public static PartnerEvent Of(
        Guid providerId,
        long sequence,
        Guid eventId,
        string type,
        string body,
        DateTimeOffset now,
        string? traceparent
    ) =>
        new()
        {
            ProviderId = providerId,
            Sequence = sequence,
            EventId = eventId,
            Type = type,
            Body = body,
            CreatedAt = now,
            Traceparent = traceparent,
        };
}
