using System;

namespace Notifications.Contracts.Events.V1;

/// <summary>
/// A second person approved another value of one of Notifications' policies: every replica reads them again.
/// </summary>
/// <param name="ChangeId">The change.</param>
/// <param name="Version">Version of the change.</param>
/// <param name="Key">Which policy: <c>sms.quiet_hours</c>.</param>
/// <param name="Jurisdiction">Where it applies.</param>
/// <param name="PolicyVersion">Version of the policy row.</param>
/// <param name="EffectiveFrom">From when, UTC.</param>
public sealed record NotificationPolicyChanged(
    Guid ChangeId,
    long Version,
    string Key,
    string Jurisdiction,
    int PolicyVersion,
    DateTimeOffset EffectiveFrom
);
