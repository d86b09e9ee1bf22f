using System;
using Shouldly;
using Xunit;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Calendar;

/// <summary>
/// Worked by hand for Europe/London in 2026: on 29 March 01:00 becomes 02:00 (at 01:00Z), on 25 October 02:00 becomes
/// 01:00 (at 01:00Z), so 01:00–02:00 comes twice.
/// </summary>
public sealed class ClockChangeTests
{
    // 28 March 22:00 GMT = 22:00Z; 29 March 06:00 BST = 05:00Z: 7 h.
    [Fact]
    public void The_night_in_which_spring_begins_is_an_hour_short() =>
        InBritain(Night).Between(Utc(3, 28, 12), Utc(3, 29, 12)).ShouldBe(Hours(7));

    // 7 h to 05:00Z; 1 h is left from 29 March 22:00 BST = 21:00Z.
    [Fact]
    public void Eight_hours_do_not_fit_into_the_short_night() =>
        InBritain(Night).Add(Utc(3, 28, 22), Hours(8)).ShouldBe(Utc(3, 29, 22));

    // 24 October 22:00 BST = 21:00Z; 25 October 06:00 GMT = 06:00Z: 9 h.
    [Fact]
    public void The_night_in_which_summer_time_ends_is_an_hour_long() =>
        InBritain(Night).Between(Utc(10, 24, 12), Utc(10, 25, 12)).ShouldBe(Hours(9));

    // From 21:00Z: 8 h are over at 05:00Z, when clocks show 05:00 GMT, not 06:00.
    [Fact]
    public void Eight_hours_end_early_in_the_long_night() =>
        InBritain(Night).Add(Utc(10, 24, 21), Hours(8)).ShouldBe(Utc(10, 25, 5));

    // There is no 01:30 on 29 March; work begins when the clock jumps, 01:00Z, and ends at 05:00 BST = 04:00Z.
    [Fact]
    public void A_shift_that_begins_in_the_skipped_hour_begins_with_the_jump() =>
        InBritain(new Shift(new(1, 30), new(5, 0))).Between(Utc(3, 29, 0), Utc(3, 29, 12)).ShouldBe(Hours(3));

    // 00:00Z to the jump at 01:00Z.
    [Fact]
    public void A_shift_that_ends_in_the_skipped_hour_ends_with_the_jump() =>
        InBritain(new Shift(new(0, 0), new(1, 30))).Between(Utc(3, 29, 0), Utc(3, 29, 12)).ShouldBe(Hours(1));

    // Nothing of 01:15–01:45 exists on 29 March; the next is 30 March 01:15 BST = 00:15Z.
    [Fact]
    public void A_shift_within_the_skipped_hour_does_not_take_place() =>
        InBritain(new Shift(new(1, 15), new(1, 45))).Add(Utc(3, 29, 0), Hours(0.25)).ShouldBe(Utc(3, 30, 0, 30));

    // The first 01:30 is BST = 00:30Z; 05:00 GMT = 05:00Z: 4.5 h.
    [Fact]
    public void A_shift_that_begins_in_the_doubled_hour_begins_the_first_time() =>
        InBritain(new Shift(new(1, 30), new(5, 0))).Between(Utc(10, 25, 0), Utc(10, 25, 12)).ShouldBe(Hours(4.5));

    // 00:00 BST = 23:00Z of the 24th; the first 01:30 = 00:30Z: 1.5 h, so with the shift above 00:00–05:00 makes 6 h.
    [Fact]
    public void A_shift_that_ends_in_the_doubled_hour_ends_the_first_time() =>
        InBritain(new Shift(new(0, 0), new(1, 30))).Between(Utc(10, 24, 22), Utc(10, 25, 12)).ShouldBe(Hours(1.5));

    // Friday 27 March is GMT; the office closes on Monday the 30th at 17:00 BST = 16:00Z.
    [Fact]
    public void A_working_day_ends_by_the_clock_on_the_wall()
    {
        var office = new WorkingCalendar(
            "London",
            Britain,
            WorkingWeek.MondayToFriday(new Shift(new(9, 0), new(17, 0))),
            []
        );

        office.AddWorkingDays(Utc(3, 27, 10), 1).ShouldBe(Utc(3, 30, 16));
    }

    // 29 March has 23 hours: from the 28th, one day on is midnight BST at its end = 23:00Z.
    [Fact]
    public void A_calendar_day_ends_at_local_midnight_in_spring() =>
        InBritain().AddCalendarDays(Utc(3, 28, 12), 1).ShouldBe(Utc(3, 29, 23));

    // 25 October has 25 hours: midnight at its end is GMT = 00:00Z of the 26th.
    [Fact]
    public void A_calendar_day_ends_at_local_midnight_in_autumn() =>
        InBritain().AddCalendarDays(Utc(10, 24, 11), 1).ShouldBe(Utc(10, 26, 0));

    // In Cuba 8 March begins at 01:00 CDT (UTC−4), since 00:00 is skipped: 05:00Z ends 7 March.
    [Fact]
    public void A_day_ends_with_the_jump_where_midnight_is_skipped()
    {
        var cuba = TimeZoneInfo.FindSystemTimeZoneById("America/Havana");

        new WorkingCalendar("Cuba", cuba, WorkingWeek.RoundTheClock, [])
            .AddCalendarDays(Utc(3, 6, 17), 1)
            .ShouldBe(Utc(3, 8, 5));
    }

    // 28 March 12:00Z + 48 h, whatever the clocks did: 30 March 12:00Z = 13:00 BST.
    [Fact]
    public void Hours_by_the_calendar_are_elapsed_hours() =>
        new Deadline(Limit.Hours(48), Utc(3, 28, 12), InBritain()).Due.ShouldBe(Utc(3, 30, 12));
}
