using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>A case was taken and has an owner (features.md C1, C2). The customer is told at once.</summary>
/// <param name="ComplaintId">The case.</param>
/// <param name="Version">Version of the case; 1 when it is opened.</param>
/// <param name="CaseNumber">What people read out over the phone: <c>C-20261121-000042</c>.</param>
/// <param name="TicketType">enquiry, request, fault, complaint, suggestion, praise or report.</param>
/// <param name="Severity">critical, major, minor or low.</param>
/// <param name="Channel">Where it came in, e.g. <c>hotline</c>.</param>
/// <param name="AccountId">The customer's account; null for anonymous reports and for people who are no customers.</param>
/// <param name="ContactPhone">A number to answer to that the case itself carries; null: the account's contact counts.</param>
/// <param name="ContactLanguage">Language for <paramref name="ContactPhone"/>: <c>zh</c> or <c>en</c>.</param>
/// <param name="OpenedAt">When, UTC.</param>
/// <param name="Nature">
/// What it is about, e.g. <c>billing</c> or <c>forcedSubscription</c>; null when nobody said, or said by an older version.
/// </param>
/// <param name="VasServiceId">The value-added service it is about; null when it is about none.</param>
public sealed record ComplaintOpened(
    Guid ComplaintId,
    long Version,
    string CaseNumber,
    string TicketType,
    string Severity,
    string Channel,
    Guid? AccountId,
    string? ContactPhone,
    string? ContactLanguage,
    DateTimeOffset OpenedAt,
    string? Nature = null,
    Guid? VasServiceId = null
);
