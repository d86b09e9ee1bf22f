using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A month's statement is final (features.md V8). There is one per provider and month.
/// </summary>
/// <param name="StatementId">The statement.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="ProviderId">Whose statement.</param>
/// <param name="ProviderNumber">What people call the provider.</param>
/// <param name="StatementNumber">What people call it.</param>
/// <param name="Period">The month settled, <c>yyyy-MM</c>.</param>
/// <param name="Payable">What the provider is paid; never negative.</param>
/// <param name="CarriedForward">What the next statement begins with; negative or nothing.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="IssuedAt">When, UTC.</param>
public sealed record SettlementIssued(
    Guid StatementId,
    long Version,
    Guid ProviderId,
    string ProviderNumber,
    string StatementNumber,
    string Period,
    decimal Payable,
    decimal CarriedForward,
    string Currency,
    DateTimeOffset IssuedAt
);
