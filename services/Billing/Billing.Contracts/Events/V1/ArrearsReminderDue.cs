using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// A day of the reminder ladder has come and something is open (features.md B10, dunning.sms_days).
/// </summary>
/// <param name="AccountId">Whose account.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="BillId">The oldest open bill.</param>
/// <param name="BillNumber">Its number.</param>
/// <param name="AmountOpen">Open on the account, disputed third-party charges not counted.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="DueOn">When the oldest open bill was due.</param>
/// <param name="DaysFromDue">Below zero before the due day, zero on it, above zero after.</param>
/// <param name="IsLast">The lines are suspended next.</param>
/// <param name="RemindedAt">When, UTC.</param>
public sealed record ArrearsReminderDue(
    Guid AccountId,
    long Version,
    Guid BillId,
    string BillNumber,
    decimal AmountOpen,
    string Currency,
    DateOnly DueOn,
    int DaysFromDue,
    bool IsLast,
    DateTimeOffset RemindedAt
);
