using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A share of an allowance is used (features.md B14, usage.thresholds); said once per subscription, month, kind and
/// share.
/// </summary>
/// <param name="SubscriptionId">Whose allowance.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="LineId">The line it was used on.</param>
/// <param name="ServiceNumber">Its number.</param>
/// <param name="UsageKind">voice, sms or data.</param>
/// <param name="Used">Used in the month so far.</param>
/// <param name="Allowance">What the plan includes.</param>
/// <param name="Unit">min, sms or MB.</param>
/// <param name="Percent">The share that was reached.</param>
/// <param name="Period">The month: yyyy-MM.</param>
/// <param name="ReachedAt">When the usage that reached it occurred, UTC.</param>
public sealed record UsageThresholdReached(
    Guid SubscriptionId,
    long Version,
    Guid AccountId,
    Guid LineId,
    string ServiceNumber,
    string UsageKind,
    decimal Used,
    decimal Allowance,
    string Unit,
    int Percent,
    string Period,
    DateTimeOffset ReachedAt
);
