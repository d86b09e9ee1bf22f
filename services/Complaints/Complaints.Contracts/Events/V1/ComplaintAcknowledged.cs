using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>The customer knows that his case was taken: its text was delivered, or he was told so (features.md C4).</summary>
/// <param name="ComplaintId">The case.</param>
/// <param name="Version">Version of the case after the change.</param>
/// <param name="CaseNumber">What people read out over the phone.</param>
/// <param name="AcknowledgedAt">When, UTC.</param>
public sealed record ComplaintAcknowledged(
    Guid ComplaintId,
    long Version,
    string CaseNumber,
    DateTimeOffset AcknowledgedAt
);
