using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Rules;

/// <summary>The shifts that begin on each day of an ordinary week.</summary>
public sealed class WorkingWeek
{
    private readonly ImmutableDictionary<DayOfWeek, ImmutableArray<Shift>> shifts;

    /// <exception cref="ArgumentException">
    /// Two shifts that begin on one day overlap: that is a typing error.
    /// </exception>
    public WorkingWeek(IReadOnlyDictionary<DayOfWeek, IReadOnlyList<Shift>> shifts) =>
        this.shifts = shifts.ToImmutableDictionary(day => day.Key, day => InOrder(day.Key, day.Value));

    /// <summary>Working time without a break: every day, round the clock.</summary>
    public static WorkingWeek RoundTheClock => EveryDay(Shift.RoundTheClock);

    public static WorkingWeek MondayToFriday(params IReadOnlyList<Shift> shifts) =>
        new(Enum.GetValues<DayOfWeek>().Where(day => !IsWeekend(day)).ToDictionary(day => day, _ => shifts));

    public static WorkingWeek EveryDay(params IReadOnlyList<Shift> shifts) =>
        new(Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => shifts));

    /// <summary>In the order of their starts; none on a day off.</summary>
    public ImmutableArray<Shift> On(DayOfWeek day) => shifts.GetValueOrDefault(day, []);

    private static bool IsWeekend(DayOfWeek day) => day is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static ImmutableArray<Shift> InOrder(DayOfWeek day, IReadOnlyList<Shift> shifts)
    {
        var ordered = shifts.OrderBy(shift => shift.Start).ToImmutableArray();
        foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
        {
            if (earlier.IsOvernight || later.Start < earlier.End)
            {
                throw new ArgumentException($"On {day} the shifts {earlier} and {later} overlap.", nameof(shifts));
            }
        }

        return ordered;
    }
}
