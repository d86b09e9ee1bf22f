using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A provider's complaint rate of a month moved, and with it perhaps its settlement factor (features.md V7).
/// </summary>
/// <param name="ProviderId">Whose rate.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="ProviderNumber">What people call the provider.</param>
/// <param name="Period">The month, <c>yyyy-MM</c>.</param>
/// <param name="Definition">Which complaints count: <c>upheld-v1</c> or <c>all-v1</c>.</param>
/// <param name="Complaints">How many count so far.</param>
/// <param name="Subscribers">Active subscriptions at the month's start.</param>
/// <param name="Rate">Complaints per 10,000 active subscribers.</param>
/// <param name="Factor">The settlement factor that the rate gives.</param>
/// <param name="PreviousFactor">The one before.</param>
/// <param name="ChangedAt">When, UTC.</param>
public sealed record ComplaintRateChanged(
    Guid ProviderId,
    long Version,
    string ProviderNumber,
    string Period,
    string Definition,
    int Complaints,
    int Subscribers,
    decimal Rate,
    decimal Factor,
    decimal PreviousFactor,
    DateTimeOffset ChangedAt
);
