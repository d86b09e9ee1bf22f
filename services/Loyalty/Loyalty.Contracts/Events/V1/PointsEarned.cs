using System;

namespace Loyalty.Contracts.Events.V1;

/// <summary>
/// Points were credited for a paid bill (features.md L1).
/// </summary>
/// <param name="AccountId">Whose account.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="Points">How many.</param>
/// <param name="Balance">Points that can be spent now.</param>
/// <param name="BillNumber">For which bill.</param>
/// <param name="ExpiresOn">Last day of the lot, local date.</param>
/// <param name="EarnedAt">When, UTC.</param>
public sealed record PointsEarned(
    Guid AccountId,
    long Version,
    long Points,
    long Balance,
    string BillNumber,
    DateOnly ExpiresOn,
    DateTimeOffset EarnedAt
);
