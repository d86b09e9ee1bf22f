using System;
using System.Collections.Generic;
using Rules;

namespace Complaints.Domain;

/// <summary>The rules a case is taken under: its limits, who has to be called back, and the calendar.</summary>
/// <param name="Limits">What each promise comes to at the moment in question.</param>
/// <param name="WarnShare">The share of a limit at which its clock warns.</param>
/// <param name="NeedsCallback">Whether the customer has to be called back before a case of this type closes (C8).</param>
/// <param name="CallbackAttempts">After so many recorded attempts without an answer it closes all the same.</param>
/// <param name="CallbackSpacing">How long after an attempt without an answer the next one counts at the earliest.</param>
public sealed record CaseTerms(
    IReadOnlyDictionary<ClockKind, EffectivePolicy> Limits,
    decimal WarnShare,
    bool NeedsCallback,
    int CallbackAttempts,
    TimeSpan CallbackSpacing,
    WorkingCalendar Calendar
);
