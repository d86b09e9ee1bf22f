using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A line ended for arrears (features.md B10, dunning.terminate_after_suspend).
/// </summary>
/// <param name="LineId">The line.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ServiceNumber">The number dialled or the meter read.</param>
/// <param name="LineKind">mobile, fixed, broadband or water.</param>
/// <param name="TerminatedAt">When, UTC.</param>
public sealed record LineTerminated(
    Guid LineId,
    long Version,
    Guid AccountId,
    string ServiceNumber,
    string LineKind,
    DateTimeOffset TerminatedAt
);
