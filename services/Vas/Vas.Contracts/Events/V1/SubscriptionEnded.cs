using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A subscription is over; nothing more is charged for it (features.md V4).
/// </summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="LineId">The line it belongs to.</param>
/// <param name="ServiceNumber">The line's number.</param>
/// <param name="ServiceId">The value-added service.</param>
/// <param name="ServiceNameZh">Its name, Chinese.</param>
/// <param name="ServiceNameEn">Its name, English.</param>
/// <param name="ProviderId">Who provides it.</param>
/// <param name="Reason">customer, keyword, agent, providerExit, inactivity, lineTerminated, trialOver or completed (paid once).</param>
/// <param name="EndedAt">When, UTC.</param>
public sealed record SubscriptionEnded(
    Guid SubscriptionId,
    long Version,
    Guid AccountId,
    Guid LineId,
    string ServiceNumber,
    Guid ServiceId,
    string ServiceNameZh,
    string ServiceNameEn,
    Guid ProviderId,
    string Reason,
    DateTimeOffset EndedAt
);
