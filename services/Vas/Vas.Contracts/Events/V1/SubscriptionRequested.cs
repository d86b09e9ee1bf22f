using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A customer asked for a service; nothing is subscribed until he confirms (features.md V3). Everything that a prompt has to
/// state is in it.
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
/// <param name="ReplyNumber">The number of this prompt alone: a bare 是 to it answers no other.</param>
/// <param name="StartsOn">From when it would run, local date.</param>
/// <param name="ExpiresAt">An answer after this subscribes nothing, UTC.</param>
/// <param name="RequestedAt">When, UTC.</param>
/// <param name="TrialDays">Free days at the start, after which it ends by itself; 0 for none.</param>
public sealed record SubscriptionRequested(
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
    string ReplyNumber,
    DateOnly StartsOn,
    DateTimeOffset ExpiresAt,
    DateTimeOffset RequestedAt,
    int TrialDays = 0
);
