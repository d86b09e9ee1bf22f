using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A compensation was taken back on the finding (features.md B12).
/// </summary>
/// <param name="CompensationId">The compensation.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ComplaintId">The case it was for.</param>
/// <param name="Amount">What is due again.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">Why.</param>
/// <param name="ClawedBackAt">When it was posted, UTC.</param>
/// <param name="ClawedBackBy">Who took it back: the token's subject; for staff.</param>
/// <param name="ClawedBackByRole">In which role.</param>
public sealed record CompensationClawedBack(
    Guid CompensationId,
    long Version,
    Guid AccountId,
    Guid? ComplaintId,
    decimal Amount,
    string Currency,
    string Reason,
    DateTimeOffset ClawedBackAt,
    string? ClawedBackBy = null,
    string? ClawedBackByRole = null
);
