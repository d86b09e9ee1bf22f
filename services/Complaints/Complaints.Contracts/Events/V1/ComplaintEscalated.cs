using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>A case rose one level up the ladder and has to be seen to from there (features.md C4, C8).</summary>
/// <param name="ComplaintId">The case.</param>
/// <param name="Version">Version of the case after the change.</param>
/// <param name="CaseNumber">What people read out over the phone.</param>
/// <param name="TicketType">enquiry, request, fault, complaint, suggestion, praise or report.</param>
/// <param name="Level">teamLead, department or generalManager.</param>
/// <param name="Unit">The unit that works on it.</param>
/// <param name="OwnedBy">Who took it and answers for it until it closes.</param>
/// <param name="Reason">Why it rose.</param>
/// <param name="EscalatedAt">When, UTC.</param>
public sealed record ComplaintEscalated(
    Guid ComplaintId,
    long Version,
    string CaseNumber,
    string TicketType,
    string Level,
    string? Unit,
    string OwnedBy,
    string Reason,
    DateTimeOffset EscalatedAt
);
