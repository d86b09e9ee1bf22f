using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A line was barred for arrears; emergency calls and the payment page stay (features.md B10).
/// </summary>
/// <param name="LineId">The line; the others of the account stay.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ServiceNumber">The number dialled or the meter read.</param>
/// <param name="LineKind">mobile, fixed, broadband or water.</param>
/// <param name="AmountOpen">What must be paid for the line to come back.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="SuspendedAt">When the switch had barred it, UTC.</param>
public sealed record LineSuspended(
    Guid LineId,
    long Version,
    Guid AccountId,
    string ServiceNumber,
    string LineKind,
    decimal AmountOpen,
    string Currency,
    DateTimeOffset SuspendedAt
);
