using System;
using System.Collections.Generic;
using System.Linq;

namespace Billing.Domain.Credit;

/// <summary>That a step of the ladder was said of a bill (features.md B10, dunning.sms_days).</summary>
public sealed class ArrearsReminder
{
    public Guid BillId { get; init; }

    /// <summary>The step: below zero before the due day.</summary>
    public int DaysFromDue { get; init; }
    public Guid AccountId { get; init; }
    public DateTimeOffset SaidAt { get; init; }

    /// <summary>
    /// The step that a day is on: the latest one that has come. Earlier ones that nobody said are not said any more.
    /// </summary>
    /// <param name="ladder">dunning.sms_days, ascending.</param>
    /// <param name="daysFromDue">How far the day is from the due day.</param>
    /// <returns>Null before the first step.</returns>
    public static int? StepAt(IEnumerable<int> ladder, int daysFromDue) =>
        ladder.Where(step => step <= daysFromDue).Select(step => (int?)step).LastOrDefault();
}
