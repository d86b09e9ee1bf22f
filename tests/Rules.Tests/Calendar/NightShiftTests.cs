using System;
using Shouldly;
using Xunit;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Calendar;

/// <summary>
/// Worked by hand on the night desk, 22:00–06:00 from Monday to Friday. A night counts to the day it begins on.
/// </summary>
public sealed class NightShiftTests
{
    // 30 September 23:00 + 4 h = 1 October 03:00: a holiday, but the night is the 30th's.
    [Fact]
    public void A_night_shift_runs_on_into_a_holiday() => NightDesk.Add(Cn(9, 30, 23), Hours(4)).ShouldBe(Cn(10, 1, 3));

    // 23:00–06:00 is 7 h; no night begins on 1–7 October; Thursday the 8th 22:00 + 1 h.
    [Fact]
    public void No_night_shift_begins_on_a_holiday() => NightDesk.Add(Cn(9, 30, 23), Hours(8)).ShouldBe(Cn(10, 8, 23));

    // The 8th is a workday, but at 03:00 the night of the 7th, a holiday, would run; the next begins at 22:00.
    [Fact]
    public void The_morning_after_a_holiday_is_not_worked() =>
        NightDesk.Add(Cn(10, 8, 3), Hours(1)).ShouldBe(Cn(10, 8, 23));

    // Make-up Saturday 10 October 22:00 to Sunday 06:00: from 05:00, 1 h; Sunday has none; Monday 22:00 + 1 h.
    [Fact]
    public void The_night_of_a_make_up_day_runs_into_a_day_off() =>
        NightDesk.Add(Cn(10, 11, 5), Hours(2)).ShouldBe(Cn(10, 12, 23));

    // Friday 20 November: 00:00–06:00 of Thursday's night 6 h; 22:00 to Saturday 06:00 8 h; no night on 21, 22.
    [Fact]
    public void Fridays_night_is_worked_on_Saturday_morning() =>
        NightDesk.Between(Cn(11, 20, 0), Cn(11, 23, 0)).ShouldBe(Hours(14));

    // 00:00–06:00, then 06:00–13:00 (05:00–06:00 was counted), then 22:00–24:00: 6 + 7 + 2 h.
    [Fact]
    public void Shifts_that_overlap_count_once()
    {
        var handover = new WorkingCalendar(
            "handover",
            China,
            WorkingWeek.EveryDay(Night, new Shift(new(5, 0), new(13, 0))),
            []
        );

        handover.Between(Cn(11, 17, 0), Cn(11, 18, 0)).ShouldBe(Hours(15));
    }

    [Fact]
    public void Round_the_clock_is_the_calendar_itself()
    {
        var pumps = new WorkingCalendar("pumps", China, WorkingWeek.RoundTheClock, []);

        pumps.Add(Cn(11, 20, 13), Hours(48)).ShouldBe(Cn(11, 22, 13));
    }

    // Tuesday 02:00 is still Monday's night, so one working day on is Tuesday's, which ends on Wednesday 06:00.
    [Fact]
    public void A_moment_in_the_night_belongs_to_the_day_before() =>
        NightDesk.AddWorkingDays(Cn(11, 17, 2), 1).ShouldBe(Cn(11, 18, 6));

    // At 06:00 Monday's night is over; it is Tuesday, and Wednesday's night ends on Thursday 06:00.
    [Fact]
    public void A_moment_after_the_night_belongs_to_its_own_day() =>
        NightDesk.AddWorkingDays(Cn(11, 17, 6), 1).ShouldBe(Cn(11, 19, 6));

    [Fact]
    public void Shifts_of_one_day_that_overlap_are_refused()
    {
        Should.Throw<ArgumentException>(() => WorkingWeek.EveryDay(Morning, new Shift(new(11, 0), new(14, 0))));
        Should.Throw<ArgumentException>(() => WorkingWeek.EveryDay(Night, new Shift(new(23, 0), new(23, 30))));
    }

    [Fact]
    public void Shifts_of_one_day_may_touch() =>
        WorkingWeek.EveryDay(new Shift(new(12, 0), new(13, 30)), Morning).On(DayOfWeek.Monday).Length.ShouldBe(2);
}
