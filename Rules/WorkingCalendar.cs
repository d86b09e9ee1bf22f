using System;
using System.Collections.Generic;
using System.Linq;

namespace Rules;

/// <summary>
/// When an organisation works: its week, its holidays and make-up workdays, in its time zone (features.md C4).
/// Working time is elapsed time inside shifts, never a difference of clock faces, and overlapping shifts count once.
/// Every moment it answers with is UTC.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>
    /// How far an answer may lie ahead. No limit in policies.md reaches beyond a few years: who comes this far has a
    /// calendar without work in it, and looking on would never end.
    /// </summary>
    public const int HorizonYears = 20;

    private readonly Roster roster;

    /// <param name="name">Stands in the message when no working time is found.</param>
    /// <exception cref="ArgumentException">
    /// A date is listed twice, or is special without being a holiday or made up.
    /// </exception>
    public WorkingCalendar(string name, TimeZoneInfo zone, WorkingWeek week, IEnumerable<SpecialDay> specialDays)
    {
        Name = name;
        Zone = zone;
        roster = new Roster(zone, week, specialDays);
    }

    public string Name { get; }

    public TimeZoneInfo Zone { get; }

    public DayKind KindOf(DateOnly date) => roster.KindOf(date);

    /// <summary>
    /// The earliest moment by which <paramref name="workingTime"/> has been worked since <paramref name="start"/>: time
    /// used up by the end of a shift ends then, not with the next shift. Nothing to work ends at the start.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidOperationException">Not within <see cref="HorizonYears"/>.</exception>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan workingTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workingTime, TimeSpan.Zero);
        if (workingTime == TimeSpan.Zero)
        {
            return start.ToUniversalTime();
        }

        var left = workingTime;
        foreach (var (from, until) in roster.WorkFrom(start, HorizonYears))
        {
            if (left <= until - from)
            {
                return from + left;
            }

            left -= until - from;
        }

        throw NoWorkAfter(start);
    }

    /// <summary>The time worked between two moments; negative when <paramref name="to"/> is the earlier one.</summary>
    /// <exception cref="InvalidOperationException">They lie further apart than <see cref="HorizonYears"/>.</exception>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from)
        {
            return -Between(to, from);
        }

        if (to > from.AddYears(HorizonYears))
        {
            throw new InvalidOperationException($"{from:O} and {to:O} are more than {HorizonYears} years apart.");
        }

        return roster
            .WorkFrom(from, HorizonYears)
            .TakeWhile(work => work.From < to)
            .Aggregate(TimeSpan.Zero, (sum, work) => sum + ((work.Until < to ? work.Until : to) - work.From));
    }

    /// <summary>
    /// The end of the last shift of the <paramref name="days"/>-th working day after the day of <paramref
    /// name="start"/>. The starting day never counts (民法典 art. 201), and a day with business hours ends with them (art.
    /// 203). A moment inside a night shift still belongs to the day on which that shift began.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one day.</exception>
    /// <exception cref="InvalidOperationException">Not within <see cref="HorizonYears"/>.</exception>
    public DateTimeOffset AddWorkingDays(DateTimeOffset start, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var lastDay = Roster
            .DaysFrom(WorkingDayOf(start).AddDays(1), HorizonYears)
            .Select(roster.WorkOn)
            .Where(work => work.Count > 0)
            .Skip(days - 1)
            .FirstOrDefault();
        return lastDay is null ? throw NoWorkAfter(start) : lastDay[^1].Until;
    }

    /// <summary>
    /// Midnight, local, at the end of the <paramref name="days"/>-th day after the day of <paramref name="start"/>
    /// (民法典 arts. 201, 203). A last day that is a holiday is not moved: that would favour the one who owes the answer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one day.</exception>
    public DateTimeOffset AddCalendarDays(DateTimeOffset start, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        return EndOf(start.DateIn(Zone).AddDays(days));
    }

    /// <summary>Midnight at the end of the same day of a later month, or of its last day (民法典 art. 202).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one month.</exception>
    public DateTimeOffset AddCalendarMonths(DateTimeOffset start, int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        return EndOf(start.DateIn(Zone).AddMonths(months));
    }

    /// <summary>
    /// Every midnight and every beginning and end of a shift: only there can a rule about days change.
    /// </summary>
    internal IEnumerable<DateTimeOffset> Turns(DateTimeOffset from, int days) =>
        Enumerable
            .Range(0, days)
            .Select(from.DateIn(Zone).AddDays)
            .SelectMany(day =>
                roster.WorkOn(day).SelectMany(work => new[] { work.From, work.Until }).Append(EndOf(day))
            );

    private DateTimeOffset EndOf(DateOnly date) => Zone.FirstMomentAt(date.AddDays(1), TimeOnly.MinValue);

    private DateOnly WorkingDayOf(DateTimeOffset moment)
    {
        var today = moment.DateIn(Zone);
        var yesterday = today.AddDays(-1);
        return roster.WorkOn(yesterday).Any(night => night.From <= moment && moment < night.Until) ? yesterday : today;
    }

    private InvalidOperationException NoWorkAfter(DateTimeOffset start) =>
        new($"Calendar {Name} has too little working time in the {HorizonYears} years after {start:O}.");
}
