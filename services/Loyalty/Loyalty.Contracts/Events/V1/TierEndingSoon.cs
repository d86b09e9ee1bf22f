using System;

namespace Loyalty.Contracts.Events.V1;

/// <summary>
/// A tier will fall at the end of its year unless the customer's bills rise (features.md L3, downgrade notice).
/// </summary>
/// <param name="AccountId">Whose account.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="Tier">The tier of today.</param>
/// <param name="NextTier">What it would become.</param>
/// <param name="EndsOn">Last day of today's tier, local date.</param>
/// <param name="NoticedAt">When, UTC.</param>
public sealed record TierEndingSoon(
    Guid AccountId,
    long Version,
    string Tier,
    string NextTier,
    DateOnly EndsOn,
    DateTimeOffset NoticedAt
);
