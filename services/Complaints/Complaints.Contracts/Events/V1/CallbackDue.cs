using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>A resolved case waits for the call that lets it close (features.md C8).</summary>
/// <param name="ComplaintId">The case.</param>
/// <param name="Version">Version of the case after the change.</param>
/// <param name="CaseNumber">What people read out over the phone.</param>
/// <param name="TicketType">enquiry, request, fault, complaint, suggestion, praise or report.</param>
/// <param name="AccountId">The customer's account; null when the case names none.</param>
/// <param name="Unit">The unit that works on it.</param>
/// <param name="DueSince">Since when, UTC.</param>
public sealed record CallbackDue(
    Guid ComplaintId,
    long Version,
    string CaseNumber,
    string TicketType,
    Guid? AccountId,
    string? Unit,
    DateTimeOffset DueSince
);
