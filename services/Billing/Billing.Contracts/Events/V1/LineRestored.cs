using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A line works again after payment (features.md B11).
/// </summary>
/// <param name="LineId">The line.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ServiceNumber">The number dialled or the meter read.</param>
/// <param name="LineKind">mobile, fixed, broadband or water.</param>
/// <param name="GuaranteeId">The guarantee record of this restore.</param>
/// <param name="PaidAt">When the payment was received, UTC.</param>
/// <param name="RestoredAt">When the switch had opened it, UTC.</param>
public sealed record LineRestored(
    Guid LineId,
    long Version,
    Guid AccountId,
    string ServiceNumber,
    string LineKind,
    Guid GuaranteeId,
    DateTimeOffset PaidAt,
    DateTimeOffset RestoredAt
);
