using System;

namespace Vas.Domain.Settlement;

/// <summary>A provider's complaint rate of a month by one definition, as far as complaints are known (features.md V7).</summary>
public sealed class ComplaintRate
{
    private ComplaintRate() { }

    public Guid ProviderId { get; private set; }

    /// <summary>yyyy-MM.</summary>
    public string Period { get; private set; } = "";

    /// <summary>One of <see cref="RateDefinition"/>.</summary>
    public string Definition { get; private set; } = "";

    /// <summary>Counts all changes of the provider's rates, so that of two events the later one has the higher.</summary>
    public long Version { get; private set; }
    public int Complaints { get; private set; }
    public int Subscribers { get; private set; }
    public decimal? Rate { get; private set; }
    public decimal Factor { get; private set; } = 1;
    public DateTimeOffset ChangedAt { get; private set; }

    /// <param name="subscribers">Active subscriptions at the month's start: history, so counted once.</param>
    public static ComplaintRate Begin(Guid providerId, string period, string definition, int subscribers) =>
        new()
        {
            ProviderId = providerId,
            Period = period,
            Definition = definition,
            Subscribers = subscribers,
        };

    /// <summary>Another number of complaints counts.</summary>
    /// <param name="version">Above every version that the provider's rates have had.</param>
    /// <returns>Whether the rate or the factor is another one now, and so is said.</returns>
    public bool Count(int complaints, RateTerms terms, long version, DateTimeOffset now)
    {
        var result = RateResult.Of(complaints, Subscribers, terms);
        var moved = result.Rate != Rate || result.Factor != Factor;
        (Complaints, Rate, Factor) = (result.Complaints, result.Rate, result.Factor);
        (Version, ChangedAt) = (version, now);
        return moved;
    }
}
