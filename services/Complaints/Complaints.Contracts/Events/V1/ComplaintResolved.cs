using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>A case has its final answer (features.md C4).</summary>
/// <param name="ComplaintId">The case.</param>
/// <param name="Version">Version of the case after the change.</param>
/// <param name="CaseNumber">What people read out over the phone.</param>
/// <param name="TicketType">enquiry, request, fault, complaint, suggestion, praise or report.</param>
/// <param name="AccountId">The customer's account; null when the case names none.</param>
/// <param name="Answer">The answer as the customer may read it.</param>
/// <param name="NeedsCallback">Whether the customer is called back before it closes (C8).</param>
/// <param name="ResolvedAt">When, UTC.</param>
/// <param name="ContactPhone">A number to answer to that the case itself carries; null: the account's contact counts.</param>
/// <param name="ContactLanguage">Language for <paramref name="ContactPhone"/>: <c>zh</c> or <c>en</c>.</param>
public sealed record ComplaintResolved(
    Guid ComplaintId,
    long Version,
    string CaseNumber,
    string TicketType,
    Guid? AccountId,
    string? Answer,
    bool NeedsCallback,
    DateTimeOffset ResolvedAt,
    string? ContactPhone = null,
    string? ContactLanguage = null
);
