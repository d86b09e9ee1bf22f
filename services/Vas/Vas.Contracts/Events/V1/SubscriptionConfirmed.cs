using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A customer confirmed in time, from his own line; the consent is in its provider's chain (features.md V3).
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
/// <param name="ProviderNameZh">The provider's name, Chinese.</param>
/// <param name="ProviderNameEn">The provider's name, English.</param>
/// <param name="Fee">What it costs per period.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Period"><c>once</c> or <c>month</c>.</param>
/// <param name="ConsentSequence">The consent's place in the provider's chain.</param>
/// <param name="ConfirmedAt">When, UTC.</param>
/// <param name="TrialEndsOn">Local date at whose beginning the free trial ends, and it with it; null for a paid one.</param>
public sealed record SubscriptionConfirmed(
    Guid SubscriptionId,
    long Version,
    Guid AccountId,
    Guid LineId,
    string ServiceNumber,
    Guid ServiceId,
    string ServiceNameZh,
    string ServiceNameEn,
    Guid ProviderId,
    string ProviderNameZh,
    string ProviderNameEn,
    decimal Fee,
    string Currency,
    string Period,
    long ConsentSequence,
    DateTimeOffset ConfirmedAt,
    DateOnly? TrialEndsOn = null
);
