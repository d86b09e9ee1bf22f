using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// An account's usage charges are far above what is usual (features.md B10, bill_shock.multiple).
/// </summary>
/// <param name="AccountId">Whose account.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="Period">The month: yyyy-MM.</param>
/// <param name="AmountSoFar">Usage charges of the month so far.</param>
/// <param name="UsualAmount">Average of the months before.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="SuspectedAt">When, UTC.</param>
public sealed record BillShockSuspected(
    Guid AccountId,
    long Version,
    string Period,
    decimal AmountSoFar,
    decimal UsualAmount,
    string Currency,
    DateTimeOffset SuspectedAt
);
