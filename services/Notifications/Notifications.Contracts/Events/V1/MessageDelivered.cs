using System;

namespace Notifications.Contracts.Events.V1;

/// <summary>The customer's device confirmed a message (features.md N5).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Version">Version of the message.</param>
/// <param name="Channel">Over what it went: <c>sms</c>.</param>
/// <param name="Purpose">Why it was sent, e.g. <c>case-acknowledged</c>.</param>
/// <param name="AccountId">Whose it was; null when it went to a contact of the case itself.</param>
/// <param name="ComplaintId">The case it speaks of; null when none.</param>
/// <param name="DeliveredAt">When the receipt came, UTC.</param>
public sealed record MessageDelivered(
    Guid MessageId,
    long Version,
    string Channel,
    string Purpose,
    Guid? AccountId,
    Guid? ComplaintId,
    DateTimeOffset DeliveredAt
);
