using System;

namespace Billing.Domain.Payments;

/// <summary>
/// Something about a payment that finance has to look at (features.md B9): nothing was booked for it. The same one again
/// is counted on its row, so whoever repeats it does not fill the table.
/// </summary>
public sealed class PaymentIncident
{
    private PaymentIncident() { }

    public Guid Id { get; private set; }
    public IncidentKind Kind { get; private set; }

    /// <summary>A payment's business key; for what nobody signed, the hour it came in.</summary>
    public string About { get; private set; } = "";

    /// <summary>What was told, and what stands against it; no personal data.</summary>
    public string Facts { get; private set; } = "";
    public int Times { get; private set; }
    public DateTimeOffset FirstAt { get; private set; }
    public DateTimeOffset LastAt { get; private set; }
}

public enum IncidentKind
{
    /// <summary>A correlator came again with another amount or account; the first payment stands.</summary>
    CorrelatorReused,

    /// <summary>The provider tells of another sum than was asked for, or than it told before.</summary>
    AmountMismatch,

    /// <summary>A notification without a right signature, or with an old one.</summary>
    ForgedNotification,
}
