using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A monthly service renews soon; the customer can still stop it (features.md V5).
/// </summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ServiceNumber">The line's number.</param>
/// <param name="ServiceNameZh">Its name, Chinese.</param>
/// <param name="ServiceNameEn">Its name, English.</param>
/// <param name="Fee">What it costs per period.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="RenewsOn">First day of the next period, local date.</param>
/// <param name="NotifiedAt">When, UTC.</param>
public sealed record SubscriptionRenewing(
    Guid SubscriptionId,
    long Version,
    Guid AccountId,
    string ServiceNumber,
    string ServiceNameZh,
    string ServiceNameEn,
    decimal Fee,
    string Currency,
    DateOnly RenewsOn,
    DateTimeOffset NotifiedAt
);
