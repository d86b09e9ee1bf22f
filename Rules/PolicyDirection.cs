using System;
using static Rules.ChangeRule;

namespace Rules;

/// <summary>Which way a tenant may move a policy (policies.md, column "change").</summary>
public enum ChangeRule
{
    Free,

    /// <summary>
    /// Only towards more protection for the customer, as the key's <see cref="Comparator"/> reads it.
    /// </summary>
    Stricter,

    /// <summary>Only up: a notice, a period of grace, a retention.</summary>
    Longer,

    /// <summary>Only up: a compensation, a count of free seconds.</summary>
    Higher,

    /// <summary>A set that may only grow.</summary>
    AddOnly,

    /// <summary>The wording itself is the rule.</summary>
    Exact,

    /// <summary>Moves only with a new release of its profile.</summary>
    Locked,

    /// <summary>Moves only when the law does.</summary>
    Legal,

    /// <summary>Agreed with each partner; there is nothing to change for all.</summary>
    ByContract,
}

/// <summary>Holds a tenant's change of a policy against the policy's own <see cref="ChangeRule"/>.</summary>
internal static class PolicyDirection
{
    public static void Check(PolicyVersion current, PolicyVersion proposed, Tightness tightness)
    {
        Require(
            proposed.Change == current.Change && proposed.Floor == current.Floor,
            "policy.rule-changed",
            $"{current} keeps the rule by which it may change."
        );
        Require(
            proposed.Value.GetType() == current.Value.GetType(),
            "policy.kind-changed",
            $"{current} cannot become {proposed.Value}: its readers expect another kind of value."
        );
        CheckMeasure(current, proposed, tightness.Comparator);
        if (HasSameContent(current, proposed))
        {
            return;
        }

        var (allowed, code, rule) = current.Change switch
        {
            Free => (true, "", ""),
            Stricter => (tightness.Holds(current, proposed), "policy.must-be-stricter", "may only become stricter"),
            Longer => (proposed.AsNumber() >= current.AsNumber(), "policy.must-be-longer", "may only become longer"),
            Higher => (proposed.AsNumber() >= current.AsNumber(), "policy.must-be-higher", "may only become higher"),
            AddOnly => (
                proposed.AsSet().Members.IsSupersetOf(current.AsSet().Members),
                "policy.add-only",
                "may only be added to"
            ),
            Exact => (false, "policy.exact", "is a wording that does not change"),
            Locked => (false, "policy.locked", "moves only with a new release of its profile"),
            Legal => (false, "policy.legal", "moves only when the law does"),
            ByContract => (false, "policy.by-contract", "is agreed with each partner"),
            _ => throw new ArgumentOutOfRangeException(nameof(current), current.Change, message: null),
        };
        Require(allowed, code, $"{current} {rule}; {proposed.Value} {proposed.Unit} was proposed.");
        Require(
            current.Floor is not { } floor || proposed.AsNumber() >= floor,
            "policy.below-floor",
            $"{current} has a floor of {current.Floor}; {proposed.Value} {proposed.Unit} was proposed."
        );
    }

    // Limits that are compared as deadlines may change hours for days; a bare number means nothing in another unit.
    private static void CheckMeasure(PolicyVersion current, PolicyVersion proposed, Comparator comparator)
    {
        var comparesDeadlines = comparator == Comparator.EarliestDeadline;
        if (comparesDeadlines)
        {
            _ = proposed.AsLimit(); // refuses what is no length of time
        }

        Require(
            (proposed.Unit == current.Unit && proposed.Clock == current.Clock)
                || (comparesDeadlines && current.Change is Free or Stricter && current.Floor is null),
            "policy.unit-changed",
            $"{current} keeps its unit and clock."
        );
    }

    private static bool HasSameContent(PolicyVersion current, PolicyVersion proposed) =>
        (proposed.Value, proposed.Unit, proposed.Clock) == (current.Value, current.Unit, current.Clock);

    private static void Require(bool holds, string code, string message)
    {
        if (!holds)
        {
            throw new RuleViolation(code, message);
        }
    }
}
