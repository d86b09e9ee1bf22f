using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A wrong charge was given back to the customer, once or several times over (features.md V15).
/// </summary>
/// <param name="RefundId">The refund.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="ChargeId">The charge.</param>
/// <param name="ProviderKey">The provider's own number of it.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ServiceNumber">The line's number.</param>
/// <param name="ServiceId">The value-added service.</param>
/// <param name="ServiceNameZh">Its name, Chinese.</param>
/// <param name="ServiceNameEn">Its name, English.</param>
/// <param name="ProviderId">Who provides it.</param>
/// <param name="ProviderNameZh">The provider's name, Chinese.</param>
/// <param name="ProviderNameEn">The provider's name, English.</param>
/// <param name="Ground">mistake, overcharge or fraud.</param>
/// <param name="Amount">The charge.</param>
/// <param name="Extra">What the customer got beyond it, at the provider's cost.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">As told to the customer.</param>
/// <param name="PolicyVersions">What it was calculated by.</param>
/// <param name="RefundedAt">When, UTC.</param>
public sealed record ChargeRefunded(
    Guid RefundId,
    long Version,
    Guid ChargeId,
    string ProviderKey,
    Guid AccountId,
    string ServiceNumber,
    Guid ServiceId,
    string ServiceNameZh,
    string ServiceNameEn,
    Guid ProviderId,
    string ProviderNameZh,
    string ProviderNameEn,
    string Ground,
    decimal Amount,
    decimal Extra,
    string Currency,
    string Reason,
    string PolicyVersions,
    DateTimeOffset RefundedAt
);
