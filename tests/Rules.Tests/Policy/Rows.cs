using System;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Policy;

/// <summary>Rows of policies as profiles bring them; what a test does not care about is ordinary.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset NewYear = Cn(1, 1, 0);

    public static PolicyVersion Number(decimal value, string unit = "yuan", ChangeRule change = ChangeRule.Free) =>
        Row(PolicyValue.Of(value), unit, change);

    public static PolicyVersion Word(string value, ChangeRule change = ChangeRule.Free) =>
        Row(PolicyValue.Of(value), "", change);

    public static PolicyVersion Members(string[] value, ChangeRule change = ChangeRule.Free) =>
        Row(PolicyValue.SetOf(value), "", change);

    public static PolicyVersion Days(int days, Clock clock, ChangeRule change = ChangeRule.Stricter) =>
        Row(PolicyValue.Of(days), "days", change) with
        {
            Clock = clock,
        };

    public static PolicyVersion In(this PolicyVersion row, string jurisdiction) =>
        row with
        {
            Jurisdiction = jurisdiction,
            Source = $"law of {jurisdiction}",
        };

    public static PolicyVersion From(this PolicyVersion row, DateTimeOffset effectiveFrom, int version) =>
        row with
        {
            EffectiveFrom = effectiveFrom,
            Version = version,
        };

    /// <summary>The next version of a row, with another value.</summary>
    public static PolicyVersion To(this PolicyVersion row, PolicyValue value) =>
        row with
        {
            Value = value,
            Version = row.Version + 1,
            EffectiveFrom = row.EffectiveFrom.AddYears(1),
        };

    public static PolicyVersion To(this PolicyVersion row, decimal value) => row.To(PolicyValue.Of(value));

    private static PolicyVersion Row(PolicyValue value, string unit, ChangeRule change) =>
        new("test.key", value, unit, "CN-national", NewYear, 1, Clock.Calendar, "a law", change);
}
