using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// The last line of an account ended (features.md L1: points are void).
/// </summary>
/// <param name="AccountId">Whose account.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="Reason">arrears or withdrawal.</param>
/// <param name="ClosedAt">When, UTC.</param>
public sealed record AccountClosed(Guid AccountId, long Version, string Reason, DateTimeOffset ClosedAt);
