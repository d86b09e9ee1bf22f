using System;
using System.Collections.Generic;
using System.Linq;

namespace Rules;

/// <summary>How two values of a key compare: which of them binds the operator more.</summary>
public enum Comparator
{
    Smaller,
    Larger,

    /// <summary>
    /// For limits: the one that ends first, counted from the start in question, not the smaller number.
    /// </summary>
    EarliestDeadline,

    /// <summary>What any jurisdiction demands is demanded.</summary>
    Union,

    /// <summary>All have to agree.</summary>
    Exact,
}

/// <summary>
/// What "tighter" means for one key. Limits are measured by the calendar of those who have to keep them.
/// </summary>
public sealed record Tightness(Comparator Comparator, WorkingCalendar Calendar)
{
    /// <summary>
    /// What holds where several jurisdictions speak: the tightest value. Among equals the first by name of jurisdiction
    /// is named as its origin, whatever order they came in.
    /// </summary>
    /// <param name="start">Where limits begin to run; nothing else looks at it.</param>
    /// <exception cref="RuleViolation">
    /// <c>policy.jurisdictions-disagree</c>; <c>policy.units-differ</c>; <c>policy.not-a-number</c>,
    /// <c>policy.not-a-set</c>, <c>policy.not-a-limit</c>: a value the comparator cannot read.
    /// </exception>
    public EffectivePolicy Tightest(IEnumerable<PolicyVersion> candidates, DateTimeOffset start)
    {
        var inOrder = candidates
            .OrderBy(version => version.Jurisdiction, StringComparer.Ordinal)
            .ThenBy(version => version.Clock)
            .ThenBy(version => version.Unit, StringComparer.Ordinal)
            .ToList();
        return Comparator switch
        {
            Comparator.Smaller => EffectivePolicy.Of(InOneUnit(inOrder).MinBy(version => version.AsNumber())!),
            Comparator.Larger => EffectivePolicy.Of(InOneUnit(inOrder).MaxBy(version => version.AsNumber())!),
            Comparator.EarliestDeadline => EndingFirst(inOrder, start),
            Comparator.Union => new(PolicyValue.SetOf(inOrder.SelectMany(version => version.AsSet().Members)), inOrder),
            Comparator.Exact => EffectivePolicy.Of(Agreed(inOrder)),
            _ => throw new ArgumentOutOfRangeException(nameof(candidates), Comparator, message: null),
        };
    }

    /// <summary>
    /// Whether a change never binds less than what it replaces. Limits counted alike compare as numbers; else the
    /// proposed one must end no later for any start in the year after it takes effect. That is tried where days and
    /// shifts begin and end, which is exact for limits in days.
    /// </summary>
    /// <exception cref="RuleViolation">As for <see cref="Tightest"/>.</exception>
    public bool Holds(PolicyVersion current, PolicyVersion proposed) =>
        Comparator switch
        {
            Comparator.Smaller => proposed.AsNumber() <= current.AsNumber(),
            Comparator.Larger => proposed.AsNumber() >= current.AsNumber(),
            Comparator.EarliestDeadline => NeverLater(current.AsLimit(), proposed.AsLimit(), proposed.EffectiveFrom),
            Comparator.Union => proposed.AsSet().Members.IsSupersetOf(current.AsSet().Members),
            Comparator.Exact => proposed.Value == current.Value,
            _ => throw new ArgumentOutOfRangeException(nameof(proposed), Comparator, message: null),
        };

    private EffectivePolicy EndingFirst(List<PolicyVersion> candidates, DateTimeOffset start)
    {
        var (winner, due) = candidates
            .Select(version => (version, Due(version.AsLimit(), start)))
            .MinBy(pair => pair.Item2);
        return EffectivePolicy.Of(winner) with { Due = due };
    }

    private bool NeverLater(Limit current, Limit proposed, DateTimeOffset from) =>
        (current.Clock == proposed.Clock, current, proposed) switch
        {
            (true, { Duration: { } now }, { Duration: { } then }) => then <= now,
            (true, _, _) when current.Unit == proposed.Unit => proposed.Amount <= current.Amount,
            _ => Calendar
                .Turns(from, days: 366)
                .SelectMany(turn => new[] { turn.AddTicks(-1), turn })
                .All(start => Due(proposed, start) <= Due(current, start)),
        };

    private DateTimeOffset? Due(Limit limit, DateTimeOffset start) => new Deadline(limit, start, Calendar).Due;

    private static List<PolicyVersion> InOneUnit(List<PolicyVersion> candidates) =>
        candidates.Find(version => version.Unit != candidates[0].Unit) is { } other
            ? throw new RuleViolation("policy.units-differ", $"{candidates[0]} and {other} cannot be compared.")
            : candidates;

    private static PolicyVersion Agreed(List<PolicyVersion> candidates) =>
        candidates.Find(version => version.Value != candidates[0].Value || version.Unit != candidates[0].Unit)
            is { } other
            ? throw new RuleViolation("policy.jurisdictions-disagree", $"{candidates[0]} contradicts {other}.")
            : candidates[0];
}
