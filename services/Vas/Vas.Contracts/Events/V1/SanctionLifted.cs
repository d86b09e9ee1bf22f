using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A sanction is over (features.md V9).
/// </summary>
/// <param name="SanctionId">The sanction.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="ProviderId">On whom it was.</param>
/// <param name="ProviderNumber">What people call the provider.</param>
/// <param name="Kind">notice, noNewSales, fine or exit.</param>
/// <param name="Reason">Why, for the provider to read.</param>
/// <param name="LiftedAt">When, UTC.</param>
public sealed record SanctionLifted(
    Guid SanctionId,
    long Version,
    Guid ProviderId,
    string ProviderNumber,
    string Kind,
    string Reason,
    DateTimeOffset LiftedAt
);
