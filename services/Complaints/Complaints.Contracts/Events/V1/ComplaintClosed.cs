using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>A case is over (features.md C8).</summary>
/// <param name="ComplaintId">The case.</param>
/// <param name="Version">Version of the case after the change.</param>
/// <param name="CaseNumber">What people read out over the phone.</param>
/// <param name="TicketType">enquiry, request, fault, complaint, suggestion, praise or report.</param>
/// <param name="AccountId">The customer's account; null when the case names none.</param>
/// <param name="Outcome">closed, rejected, cancelled (by the customer himself) or deleted.</param>
/// <param name="Reason">In the words of whoever ended it.</param>
/// <param name="ClosedAt">When, UTC.</param>
/// <param name="ContactPhone">A number to answer to that the case itself carries; null: the account's contact counts.</param>
/// <param name="ContactLanguage">Language for <paramref name="ContactPhone"/>: <c>zh</c> or <c>en</c>.</param>
/// <param name="Nature">
/// What it is about, e.g. <c>billing</c> or <c>forcedSubscription</c>; null when nobody said, or said by an older version.
/// </param>
/// <param name="VasServiceId">The value-added service it is about; null when it is about none.</param>
public sealed record ComplaintClosed(
    Guid ComplaintId,
    long Version,
    string CaseNumber,
    string TicketType,
    Guid? AccountId,
    string Outcome,
    string? Reason,
    DateTimeOffset ClosedAt,
    string? ContactPhone = null,
    string? ContactLanguage = null,
    string? Nature = null,
    Guid? VasServiceId = null
);
