using System;
using System.Collections.Generic;
using System.Linq;

namespace Rules;

/// <summary>
/// The policies of one service: every version of every key in every jurisdiction, and how each key compares. A value is
/// always asked for as of a moment, so a case of last year is judged by last year's rules.
/// </summary>
/// <param name="comparators">By key; a key without one does not exist.</param>
/// <param name="calendar">By which limits are compared.</param>
public sealed class Policies(
    IReadOnlyDictionary<string, Comparator> comparators,
    IEnumerable<PolicyVersion> versions,
    WorkingCalendar calendar
)
{
    private readonly ILookup<(string, string), PolicyVersion> versions = versions.ToLookup(version =>
        (version.Key, version.Jurisdiction)
    );

    /// <summary>
    /// What holds for a case to which these jurisdictions apply: of each the version in force at <paramref name="at"/>,
    /// of those the tightest. A jurisdiction that says nothing about the key does not count.
    /// </summary>
    /// <param name="at">When the case began.</param>
    /// <param name="start">
    /// When a limit begins to run, where that is not when the case began: a later step's limit.
    /// </param>
    /// <exception cref="RuleViolation">
    /// <c>policy.unknown-key</c>; <c>policy.not-set</c>: no jurisdiction has a value at that moment; and as for
    /// <see cref="Tightness.Tightest"/>.
    /// </exception>
    public EffectivePolicy Effective(
        string key,
        IEnumerable<string> jurisdictions,
        DateTimeOffset at,
        DateTimeOffset? start = null
    )
    {
        var tightness = TightnessOf(key);
        var inForce = jurisdictions.Distinct().SelectMany(jurisdiction => InForce(key, jurisdiction, at)).ToList();
        return inForce.Count > 0
            ? tightness.Tightest(inForce, start ?? at)
            : throw new RuleViolation(
                "policy.not-set",
                $"Nothing sets {key} at {at:O} in the jurisdictions that apply."
            );
    }

    /// <exception cref="RuleViolation"><c>policy.unknown-key</c>.</exception>
    public Tightness TightnessOf(string key) =>
        comparators.TryGetValue(key, out var comparator)
            ? new Tightness(comparator, calendar)
            : throw new RuleViolation("policy.unknown-key", $"There is no policy {key}.");

    /// <summary>
    /// The latest to have taken effect; of two that take effect together the higher version, with all rows that version
    /// has. None before the first takes effect.
    /// </summary>
    public IReadOnlyList<PolicyVersion> InForce(string key, string jurisdiction, DateTimeOffset at) =>
        versions[(key, jurisdiction)]
            .Where(version => version.EffectiveFrom <= at)
            .GroupBy(version => (version.EffectiveFrom, version.Version))
            .MaxBy(group => group.Key)
            ?.ToList()
        ?? [];
}
