using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// Nothing of a bill is open any longer, by money, balance or compensation (features.md B9). A bill that left nothing to pay
/// when it was issued is not paid: <see cref="BillIssued"/> said so.
/// </summary>
/// <param name="BillId">The bill.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="BillNumber">Its number.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="Period">The month billed: yyyy-MM.</param>
/// <param name="Amount">What the bill came to.</param>
/// <param name="OwnCharges">The part that points are earned on.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PaidAt">When its last fen was paid, UTC.</param>
public sealed record BillPaid(
    Guid BillId,
    long Version,
    string BillNumber,
    Guid AccountId,
    string Period,
    decimal Amount,
    decimal OwnCharges,
    string Currency,
    DateTimeOffset PaidAt
);
