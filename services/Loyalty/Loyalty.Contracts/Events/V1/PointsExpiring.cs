using System;

namespace Loyalty.Contracts.Events.V1;

/// <summary>
/// Points run out soon (features.md L1, points.expiry_notice); said once per lot day and notice.
/// </summary>
/// <param name="AccountId">Whose account.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="Points">How many.</param>
/// <param name="ExpiresOn">Their last day, local date.</param>
/// <param name="DaysLeft">60, 30 or 7 by default.</param>
/// <param name="NoticedAt">When, UTC.</param>
public sealed record PointsExpiring(
    Guid AccountId,
    long Version,
    long Points,
    DateOnly ExpiresOn,
    int DaysLeft,
    DateTimeOffset NoticedAt
);
