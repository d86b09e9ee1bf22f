using System;
using System.Collections.Generic;

namespace Rules;

/// <summary>What a policy comes to for one case, and why: a case stores both.</summary>
/// <param name="From">The version that won, or, where demands add up, all that were added up.</param>
/// <param name="Due">For a limit: when it ends if nothing pauses it.</param>
public sealed record EffectivePolicy(PolicyValue Value, IReadOnlyList<PolicyVersion> From, DateTimeOffset? Due = null)
{
    /// <summary>Jurisdiction, version and source of the value; of added-up demands the first by jurisdiction.</summary>
    public PolicyVersion Winner => From[0];

    /// <exception cref="RuleViolation"><c>policy.not-a-number</c>, <c>policy.not-a-limit</c>.</exception>
    public Limit AsLimit() => Winner.AsLimit();

    /// <summary>
    /// A case keeps the limit it began under unless the one now in force ends earlier, which is better for the customer
    /// (policies.md). Both run from the same start with the same pauses. While an open pause hides both ends the case
    /// keeps what it has; ask again when the pause ends.
    /// </summary>
    public EffectivePolicy KeepUnlessBetter(
        EffectivePolicy nowInForce,
        DateTimeOffset start,
        WorkingCalendar calendar,
        IReadOnlyCollection<Pause> pauses
    )
    {
        var kept = new Deadline(AsLimit(), start, calendar, pauses).Due;
        var offered = new Deadline(nowInForce.AsLimit(), start, calendar, pauses).Due;
        return offered is not null && (kept is null || offered < kept) ? nowInForce : this;
    }

    internal static EffectivePolicy Of(PolicyVersion winner) => new(winner.Value, [winner]);
}
