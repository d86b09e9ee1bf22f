using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Rules;

/// <summary>
/// Which dates are worked, and from when until when in real time: the week, less holidays, plus make-up days.
/// </summary>
internal sealed class Roster
{
    private readonly TimeZoneInfo zone;
    private readonly WorkingWeek week;
    private readonly ImmutableDictionary<DateOnly, SpecialDay> specialDays;

    public Roster(TimeZoneInfo zone, WorkingWeek week, IEnumerable<SpecialDay> specialDays)
    {
        this.zone = zone;
        this.week = week;
        this.specialDays = specialDays.ToDictionary(day => day.Date).ToImmutableDictionary();
        if (this.specialDays.Values.FirstOrDefault(day => day.Kind is DayKind.Working or DayKind.Rest) is { } ordinary)
        {
            throw new ArgumentException($"{ordinary.Date:O} is listed, but ordinary.", nameof(specialDays));
        }
    }

    public DayKind KindOf(DateOnly date) =>
        specialDays.TryGetValue(date, out var special) ? special.Kind
        : week.On(date.DayOfWeek).IsEmpty ? DayKind.Rest
        : DayKind.Working;

    /// <summary>What begins on this date, in order; the last may end on the next.</summary>
    public IReadOnlyList<Stretch> WorkOn(DateOnly date) => [.. ShiftsOn(date).Select(shift => shift.On(date, zone))];

    /// <summary>All work after a moment, each moment of it once, with nothing after so many years.</summary>
    public IEnumerable<Stretch> WorkFrom(DateTimeOffset start, int years)
    {
        var counted = start.ToUniversalTime();
        var yesterday = start.DateIn(zone).AddDays(-1); // whose night shift may still run
        foreach (var work in DaysFrom(yesterday, years).SelectMany(WorkOn))
        {
            if (work.Until > counted)
            {
                yield return work.From > counted ? work : work with { From = counted };
                counted = work.Until;
            }
        }
    }

    public static IEnumerable<DateOnly> DaysFrom(DateOnly first, int years)
    {
        var end = first.AddYears(years).AddDays(2); // the horizon counts from the start, which may be two days on
        for (var day = first; day < end; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private ImmutableArray<Shift> ShiftsOn(DateOnly date) =>
        KindOf(date) switch
        {
            DayKind.Holiday => [],
            DayKind.MakeUpWorkday => week.On(specialDays[date].Follows),
            _ => week.On(date.DayOfWeek),
        };
}
