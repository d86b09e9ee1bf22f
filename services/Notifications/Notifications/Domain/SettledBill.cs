using System;

namespace Notifications.Domain;

/// <summary>A bill that is paid or reversed: a reminder of it that still waits has become wrong.</summary>
public sealed class SettledBill
{
    public const string Paid = "paid";
    public const string Reversed = "reversed";

    private SettledBill() { }

    public Guid BillId { get; private set; }

    /// <summary><see cref="Paid"/> or <see cref="Reversed"/>.</summary>
    public string How { get; private set; } = "";
    public DateTimeOffset SettledAt { get; private set; }

    public static SettledBill Of(Guid bill, string how, DateTimeOffset at) =>
        new()
        {
            BillId = bill,
            How = how,
            SettledAt = at,
        };
}
