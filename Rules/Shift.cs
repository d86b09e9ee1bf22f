using System;

namespace Rules;

/// <summary>
/// One stretch of work by the clock on the wall, such as 08:30–12:00. A day with a lunch break has two.
/// A shift that does not end after it starts runs into the next day, 22:00–06:00, and counts to the day it begins on;
/// one that ends where it starts lasts until that hour of the next day, so 00:00–00:00 is the whole day.
/// </summary>
public sealed record Shift(TimeOnly Start, TimeOnly End)
{
    /// <summary>Fault desks and pump stations: no hour of the day is off.</summary>
    public static readonly Shift RoundTheClock = new(TimeOnly.MinValue, TimeOnly.MinValue);

    public bool IsOvernight => End <= Start;

    /// <summary>
    /// When it really runs, UTC; an hour longer or shorter in the nights in which the clocks are changed.
    /// </summary>
    internal Stretch On(DateOnly date, TimeZoneInfo zone) =>
        new(zone.FirstMomentAt(date, Start), zone.FirstMomentAt(IsOvernight ? date.AddDays(1) : date, End));

    public override string ToString() => $"{Start:HH\\:mm}–{End:HH\\:mm}";
}

/// <summary>A piece of real time: <paramref name="From"/> is in it, <paramref name="Until"/> no longer is.</summary>
internal sealed record Stretch(DateTimeOffset From, DateTimeOffset Until);
