using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A provider tried to charge what it may not (features.md V5). Nobody paid anything.
/// </summary>
/// <param name="AttemptId">The refused attempt.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="ProviderId">Who tried.</param>
/// <param name="ServiceId">For which service; null when it is none of the provider's.</param>
/// <param name="ProviderKey">The provider's own key of the charge.</param>
/// <param name="Code">Which rule said no, e.g. <c>charge.no-consent</c>.</param>
/// <param name="RefusedAt">When, UTC.</param>
public sealed record ChargeRefused(
    Guid AttemptId,
    long Version,
    Guid ProviderId,
    Guid? ServiceId,
    string ProviderKey,
    string Code,
    DateTimeOffset RefusedAt
);
