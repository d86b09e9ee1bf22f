using System;

namespace Loyalty.Contracts.Events.V1;

/// <summary>
/// A customer's tier rose, fell or will fall (features.md L3).
/// </summary>
/// <param name="AccountId">Whose account.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="FromTier">diamond, gold, silver or none.</param>
/// <param name="Tier">diamond, gold, silver or none.</param>
/// <param name="ValidUntil">Last day of the tier, local date.</param>
/// <param name="ChangedAt">When, UTC.</param>
public sealed record TierChanged(
    Guid AccountId,
    long Version,
    string FromTier,
    string Tier,
    DateOnly ValidUntil,
    DateTimeOffset ChangedAt
);
