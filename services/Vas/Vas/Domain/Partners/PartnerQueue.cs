using System;

namespace Vas.Domain.Partners;

/// <summary>A provider's queue in the partners' virtual host, with a user that may read it and nothing else (V10).</summary>
public sealed class PartnerQueue
{
    private PartnerQueue() { }

    public Guid ProviderId { get; private set; }
    public long Version { get; private set; }

    /// <summary>The last event of the feed that the broker confirmed.</summary>
    public long PublishedSequence { get; private set; }

    /// <summary>After trouble it waits while the others go on.</summary>
    public DateTimeOffset? RetryAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    public string Name => $"sp.{ProviderId}";
    public string UserName => $"sp-{ProviderId}";

    /// <param name="providerId">Whose.</param>
    /// <param name="lastSequence">The feed's last: the queue tells what comes after it.</param>
    /// <param name="now">When.</param>
    public static PartnerQueue Open(Guid providerId, long lastSequence, DateTimeOffset now) =>
        new()
        {
            ProviderId = providerId,
            Version = 1,
            PublishedSequence = lastSequence,
            CreatedAt = now,
        };

    /// <summary>The broker has everything up to here.</summary>
    public void Confirm(long sequence)
    {
        PublishedSequence = sequence;
        RetryAt = null;
        Version++;
    }

    /// <summary>There was trouble; the others go on meanwhile.</summary>
    public void Wait(DateTimeOffset until)
    {
        RetryAt = until;
        Version++;
    }
}
