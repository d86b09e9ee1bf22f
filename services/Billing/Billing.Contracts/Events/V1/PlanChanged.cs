using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A line is on another plan, with the customer's recorded consent (features.md B3).
/// </summary>
/// <param name="SubscriptionId">The new subscription.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="LineId">The line.</param>
/// <param name="ServiceNumber">Its number.</param>
/// <param name="OfferingNameZh">The plan in Chinese.</param>
/// <param name="OfferingNameEn">The plan in English.</param>
/// <param name="MonthlyFee">Per month, tax included.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="StartsOn">From when, local date.</param>
/// <param name="ConsentedAt">When the customer consented, UTC.</param>
public sealed record PlanChanged(
    Guid SubscriptionId,
    long Version,
    Guid AccountId,
    Guid LineId,
    string ServiceNumber,
    string OfferingNameZh,
    string OfferingNameEn,
    decimal MonthlyFee,
    string Currency,
    DateOnly StartsOn,
    DateTimeOffset ConsentedAt
);
