using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>
/// It was found who is responsible for a case (features.md C15).
/// </summary>
/// <param name="ComplaintId">The case.</param>
/// <param name="Version">Version of the case after the change.</param>
/// <param name="CaseNumber">What people read out over the phone.</param>
/// <param name="TicketType">enquiry, request, fault, complaint, suggestion, praise or report.</param>
/// <param name="AccountId">The customer's account; null when the case names none.</param>
/// <param name="VasServiceId">The value-added service it is about; null when it is about none.</param>
/// <param name="IsUpheld">Whether the customer was right.</param>
/// <param name="Responsible"><c>provider</c>, <c>unit</c> or <c>nobody</c>.</param>
/// <param name="Unit">Which unit, when one is responsible.</param>
/// <param name="Cause">What went wrong, in the words of whoever found it.</param>
/// <param name="IsClosed">Whether the case was closed by then.</param>
/// <param name="FoundAt">When, UTC.</param>
public sealed record FindingRecorded(
    Guid ComplaintId,
    long Version,
    string CaseNumber,
    string TicketType,
    Guid? AccountId,
    Guid? VasServiceId,
    bool IsUpheld,
    string Responsible,
    string? Unit,
    string Cause,
    bool IsClosed,
    DateTimeOffset FoundAt
);
