using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A provider's charge was posted to the customer's account (features.md V5).
/// </summary>
/// <param name="ChargeId">The charge.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ServiceNumber">The line's number.</param>
/// <param name="ServiceId">The value-added service.</param>
/// <param name="ServiceNameZh">Its name, Chinese.</param>
/// <param name="ServiceNameEn">Its name, English.</param>
/// <param name="ProviderId">Who provides it.</param>
/// <param name="ProviderNameZh">The provider's name, Chinese.</param>
/// <param name="ProviderNameEn">The provider's name, English.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="ChargedAt">When, UTC.</param>
public sealed record ServiceCharged(
    Guid ChargeId,
    long Version,
    Guid SubscriptionId,
    Guid AccountId,
    string ServiceNumber,
    Guid ServiceId,
    string ServiceNameZh,
    string ServiceNameEn,
    Guid ProviderId,
    string ProviderNameZh,
    string ProviderNameEn,
    decimal Amount,
    string Currency,
    DateTimeOffset ChargedAt
);
