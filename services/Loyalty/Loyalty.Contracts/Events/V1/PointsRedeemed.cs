using System;

namespace Loyalty.Contracts.Events.V1;

/// <summary>
/// Points were spent (features.md L1).
/// </summary>
/// <param name="AccountId">Whose account.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="RedemptionId">The redemption.</param>
/// <param name="Points">How many.</param>
/// <param name="Balance">Points that can be spent now.</param>
/// <param name="What">What they were spent on.</param>
/// <param name="RedeemedAt">When, UTC.</param>
public sealed record PointsRedeemed(
    Guid AccountId,
    long Version,
    Guid RedemptionId,
    long Points,
    long Balance,
    string What,
    DateTimeOffset RedeemedAt
);
