using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A bill was wrong and its posting reversed; whoever gave something for it takes it back (features.md B15, L1).
/// </summary>
/// <param name="BillId">The bill.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="BillNumber">Its number.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="OwnCharges">The part that points were earned on.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">Why, in the words of who reversed it.</param>
/// <param name="ReversedAt">When, UTC.</param>
public sealed record BillReversed(
    Guid BillId,
    long Version,
    string BillNumber,
    Guid AccountId,
    decimal OwnCharges,
    string Currency,
    string Reason,
    DateTimeOffset ReversedAt
);
