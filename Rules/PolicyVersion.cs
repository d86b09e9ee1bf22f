using System;

namespace Rules;

/// <summary>
/// A policy as one jurisdiction has it from a moment on. A change is a new version; versions are never altered.
/// </summary>
/// <param name="Key">Lower-case, dotted: <c>complaint.final</c>.</param>
/// <param name="Unit">
/// For limits <c>s</c>, <c>min</c>, <c>h</c>, <c>days</c> or <c>months</c>; else as policies.md has it.
/// </param>
/// <param name="Jurisdiction">Of the profile that brings it: <c>CN-national</c>, <c>CN-Henan</c>, <c>AU</c>.</param>
/// <param name="Version">
/// Counts up per key and jurisdiction. Rows of one version hold together: 15 days of either clock.
/// </param>
/// <param name="Clock">Of a limit: which time runs.</param>
/// <param name="Source">The law, code or decision it rests on, for auditors: <c>电信条例 art. 32</c>.</param>
/// <param name="Floor">
/// What no change may go below, whatever its direction: a retention's legal minimum. Null: nothing.
/// </param>
public sealed record PolicyVersion(
    string Key,
    PolicyValue Value,
    string Unit,
    string Jurisdiction,
    DateTimeOffset EffectiveFrom,
    int Version,
    Clock Clock,
    string Source,
    ChangeRule Change,
    decimal? Floor = null
)
{
    /// <exception cref="RuleViolation"><c>policy.not-a-number</c>.</exception>
    public decimal AsNumber() =>
        Value is PolicyValue.Number number
            ? number.Amount
            : throw new RuleViolation("policy.not-a-number", $"{this} is not a number.");

    /// <exception cref="RuleViolation"><c>policy.not-a-set</c>.</exception>
    public PolicyValue.Set AsSet() =>
        Value as PolicyValue.Set ?? throw new RuleViolation("policy.not-a-set", $"{this} is not a set.");

    /// <exception cref="RuleViolation">
    /// <c>policy.not-a-number</c>, <c>policy.not-a-limit</c>, <c>limit.*</c>.
    /// </exception>
    public Limit AsLimit() => new(AsNumber(), UnitOfTime(), Clock);

    public override string ToString() => $"{Key} {Value} {Unit} of {Jurisdiction}, version {Version}";

    private LimitUnit UnitOfTime() =>
        Unit switch
        {
            "s" => LimitUnit.Seconds,
            "min" => LimitUnit.Minutes,
            "h" => LimitUnit.Hours,
            "days" => LimitUnit.Days,
            "months" => LimitUnit.Months,
            _ => throw new RuleViolation("policy.not-a-limit", $"{this} is not a length of time."),
        };
}
