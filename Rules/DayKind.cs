using System;
using System.Collections.Generic;
using System.Linq;

namespace Rules;

/// <summary>What sort of day a date is to those who have to answer in time.</summary>
public enum DayKind
{
    /// <summary>The weekly pattern has shifts on it.</summary>
    Working,

    /// <summary>The weekly pattern has none: an ordinary weekend.</summary>
    Rest,

    /// <summary>
    /// A public holiday, or a day off given in exchange for a make-up workday: no shift begins on it.
    /// </summary>
    Holiday,

    /// <summary>调休上班日: a weekend day worked in exchange for a day joined to a holiday.</summary>
    MakeUpWorkday,
}

/// <summary>
/// A date on which the weekly pattern does not hold, as the yearly holiday notice of the State Council (or of another
/// country's government) lists it.
/// </summary>
/// <param name="Kind"><see cref="DayKind.Holiday"/> or <see cref="DayKind.MakeUpWorkday"/>.</param>
/// <param name="Follows">Whose shifts a make-up workday has. Notices seldom say, so it is Monday's unless told.</param>
public sealed record SpecialDay(DateOnly Date, DayKind Kind, DayOfWeek Follows = DayOfWeek.Monday)
{
    public static SpecialDay Holiday(DateOnly date) => new(date, DayKind.Holiday);

    public static SpecialDay MakeUpWorkday(DateOnly date, DayOfWeek follows = DayOfWeek.Monday) =>
        new(date, DayKind.MakeUpWorkday, follows);

    /// <summary>A holiday of several days, both ends included.</summary>
    public static IEnumerable<SpecialDay> Holidays(DateOnly first, DateOnly last) =>
        Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(day => Holiday(first.AddDays(day)));
}
