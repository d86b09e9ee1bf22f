using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A prompt ended without a yes: nothing was subscribed and nothing is charged (features.md V3).
/// </summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ServiceNumber">The line's number.</param>
/// <param name="ServiceId">The value-added service.</param>
/// <param name="ServiceNameZh">Its name, Chinese.</param>
/// <param name="ServiceNameEn">Its name, English.</param>
/// <param name="Reason"><c>expired</c> or <c>declined</c>.</param>
/// <param name="LapsedAt">When, UTC.</param>
public sealed record SubscriptionLapsed(
    Guid SubscriptionId,
    long Version,
    Guid AccountId,
    string ServiceNumber,
    Guid ServiceId,
    string ServiceNameZh,
    string ServiceNameEn,
    string Reason,
    DateTimeOffset LapsedAt
);
