using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A line was not restored in the promised time after payment: a complaint opens by itself (features.md B11).
/// </summary>
/// <param name="GuaranteeId">The guarantee record.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="LineId">The line that is still barred.</param>
/// <param name="ServiceNumber">Its number.</param>
/// <param name="PaidAt">When the payment was received, UTC.</param>
/// <param name="DueAt">When the line should have been back, UTC.</param>
/// <param name="MissedAt">When this was found, UTC.</param>
public sealed record RestoreGuaranteeMissed(
    Guid GuaranteeId,
    long Version,
    Guid AccountId,
    Guid LineId,
    string ServiceNumber,
    DateTimeOffset PaidAt,
    DateTimeOffset DueAt,
    DateTimeOffset MissedAt
);
