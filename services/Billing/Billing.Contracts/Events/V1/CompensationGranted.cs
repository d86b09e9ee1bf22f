using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A credit was given before the question of fault was settled (features.md B12, 先行赔付).
/// </summary>
/// <param name="CompensationId">The compensation.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ComplaintId">The case it is for.</param>
/// <param name="CaseNumber">Its number.</param>
/// <param name="Amount">What the customer was credited.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">Why, as told to the customer.</param>
/// <param name="GrantedAt">When it was posted, UTC.</param>
/// <param name="GrantedBy">Who granted or approved it: the token's subject; for staff.</param>
/// <param name="GrantedByRole">In which role.</param>
/// <param name="ChargeId">The third party's charge that it is for; null when it names none.</param>
public sealed record CompensationGranted(
    Guid CompensationId,
    long Version,
    Guid AccountId,
    Guid? ComplaintId,
    string? CaseNumber,
    decimal Amount,
    string Currency,
    string Reason,
    DateTimeOffset GrantedAt,
    string? GrantedBy = null,
    string? GrantedByRole = null,
    Guid? ChargeId = null
);
