using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A month's bill stands, is posted and has its number (features.md B7).
/// </summary>
/// <param name="BillId">The bill.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="BillNumber">Gapless within the operator.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="AccountNumber">What the customer reads on the bill.</param>
/// <param name="Period">The month billed: yyyy-MM.</param>
/// <param name="AmountDue">Sum of all lines; zero or less means nothing to pay, and then no <see cref="BillPaid"/> follows.</param>
/// <param name="OwnCharges">The part that is not charged for third parties; points are earned on it (points.accrual).</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="DueOn">Last day to pay, local date.</param>
/// <param name="IssuedAt">When, UTC.</param>
public sealed record BillIssued(
    Guid BillId,
    long Version,
    string BillNumber,
    Guid AccountId,
    string AccountNumber,
    string Period,
    decimal AmountDue,
    decimal OwnCharges,
    string Currency,
    DateOnly DueOn,
    DateTimeOffset IssuedAt
);
