using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A provider is sanctioned by its score or its settlement grade (features.md V9).
/// </summary>
/// <param name="SanctionId">The sanction.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="ProviderId">On whom.</param>
/// <param name="ProviderNumber">What people call the provider.</param>
/// <param name="Kind">notice, noNewSales, fine or exit.</param>
/// <param name="Reason">Why, for the provider to read.</param>
/// <param name="Score">Its score at that moment.</param>
/// <param name="Amount">Of a fine; null for any other.</param>
/// <param name="Currency">ISO 4217; null without an amount.</param>
/// <param name="ImposedAt">When, UTC.</param>
public sealed record SanctionImposed(
    Guid SanctionId,
    long Version,
    Guid ProviderId,
    string ProviderNumber,
    string Kind,
    string Reason,
    int Score,
    decimal? Amount,
    string? Currency,
    DateTimeOffset ImposedAt
);
