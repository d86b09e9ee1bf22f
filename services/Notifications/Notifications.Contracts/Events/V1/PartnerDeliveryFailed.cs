using System;

namespace Notifications.Contracts.Events.V1;

/// <summary>A delivery is given up: the partner said it is gone, or did not take it for three days (features.md N9).</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="Version">Version of the delivery.</param>
/// <param name="SubscriptionId">Whose it was.</param>
/// <param name="Owner">The service that keeps the subscription.</param>
/// <param name="Reason">What the last attempt met, one line.</param>
/// <param name="IsGone">True when the partner answered 410: the owner ends the subscription.</param>
/// <param name="FailedAt">When, UTC.</param>
/// <param name="FailingSince">Since when nothing of the subscription came through; null when it was not worked out.</param>
public sealed record PartnerDeliveryFailed(
    Guid DeliveryId,
    long Version,
    Guid SubscriptionId,
    string Owner,
    string Reason,
    bool IsGone,
    DateTimeOffset FailedAt,
    DateTimeOffset? FailingSince = null
);
