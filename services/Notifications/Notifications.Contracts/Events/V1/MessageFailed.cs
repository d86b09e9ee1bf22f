using System;

namespace Notifications.Contracts.Events.V1;

/// <summary>A message will not arrive over this channel: the centre or the device refused it (features.md N5).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Version">Version of the message.</param>
/// <param name="Channel">Over what it went: <c>sms</c>.</param>
/// <param name="Purpose">Why it was sent, e.g. <c>case-acknowledged</c>.</param>
/// <param name="AccountId">Whose it was; null when it went to a contact of the case itself.</param>
/// <param name="ComplaintId">The case it speaks of; null when none.</param>
/// <param name="Reason">What the gateway or the centre said, one line.</param>
/// <param name="FailedAt">When it was known, UTC.</param>
public sealed record MessageFailed(
    Guid MessageId,
    long Version,
    string Channel,
    string Purpose,
    Guid? AccountId,
    Guid? ComplaintId,
    string Reason,
    DateTimeOffset FailedAt
);
