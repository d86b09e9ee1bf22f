using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>A promise of a case was missed (features.md C4).</summary>
/// <param name="ComplaintId">The case.</param>
/// <param name="Version">Version of the case after the change.</param>
/// <param name="CaseNumber">What people read out over the phone.</param>
/// <param name="Step">acknowledgement, firstResult or finalAnswer.</param>
/// <param name="Unit">The unit that works on it.</param>
/// <param name="OwnedBy">Who answers for it.</param>
/// <param name="DueAt">When the limit ended, UTC.</param>
/// <param name="NoticedAt">When it was noticed, UTC.</param>
public sealed record StepOverdue(
    Guid ComplaintId,
    long Version,
    string CaseNumber,
    string Step,
    string? Unit,
    string OwnedBy,
    DateTimeOffset DueAt,
    DateTimeOffset NoticedAt
);
