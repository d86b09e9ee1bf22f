using System;
using System.Collections.Generic;
using Shouldly;
using Xunit;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Calendar;

/// <summary>
/// Worked by hand on the office calendar, 08:30–12:00 and 13:30–17:30. 16 November 2026 is a Monday, 1 October a
/// Thursday.
/// </summary>
public sealed class WorkingTimeTests
{
    // 09:00 + 2 h, all before 12:00.
    [Fact]
    public void Time_inside_one_shift_runs_like_any_clock() =>
        Office.Add(Cn(11, 16, 9), Hours(2)).ShouldBe(Cn(11, 16, 11));

    // 11:00–12:00 is 1 h, 1 h is left from 13:30.
    [Fact]
    public void Lunch_is_not_counted() => Office.Add(Cn(11, 16, 11), Hours(2)).ShouldBe(Cn(11, 16, 14, 30));

    // 10:00 + 2 h = 12:00; 13:30 would be the same working time, but later.
    [Fact]
    public void Time_used_up_with_the_shift_ends_with_the_shift() =>
        Office.Add(Cn(11, 16, 10), Hours(2)).ShouldBe(Cn(11, 16, 12));

    // 13:30 + 4 h = 17:30, not 08:30 of the next day.
    [Fact]
    public void Time_used_up_with_the_day_ends_with_the_day() =>
        Office.Add(Cn(11, 16, 13, 30), Hours(4)).ShouldBe(Cn(11, 16, 17, 30));

    // 4 h to 17:30, one minute is left from 08:30 on Tuesday.
    [Fact]
    public void A_minute_more_ends_the_next_morning() =>
        Office.Add(Cn(11, 16, 13, 30), new TimeSpan(4, 1, 0)).ShouldBe(Cn(11, 17, 8, 31));

    // 12:30 waits for 13:30; + 1 h.
    [Fact]
    public void A_start_at_lunch_runs_from_the_afternoon() =>
        Office.Add(Cn(11, 16, 12, 30), Hours(1)).ShouldBe(Cn(11, 16, 14, 30));

    // 06:00 waits for 08:30; + 1 h.
    [Fact]
    public void A_start_before_opening_runs_from_opening() =>
        Office.Add(Cn(11, 16, 6), Hours(1)).ShouldBe(Cn(11, 16, 9, 30));

    // 17:30 is no longer worked; 08:30 on Tuesday + 1 h.
    [Fact]
    public void A_start_just_as_the_day_ends_runs_from_the_next() =>
        Office.Add(Cn(11, 16, 17, 30), Hours(1)).ShouldBe(Cn(11, 17, 9, 30));

    // Friday 18:00, closed; Monday the 23rd 08:30 + 1 h.
    [Fact]
    public void A_start_on_Friday_evening_runs_from_Monday() =>
        Office.Add(Cn(11, 20, 18), Hours(1)).ShouldBe(Cn(11, 23, 9, 30));

    // Saturday; Monday gives 3.5 + 4 = 7.5 h, to 17:30.
    [Fact]
    public void A_start_on_a_weekend_has_all_of_Monday() =>
        Office.Add(Cn(11, 21, 10), Hours(7.5)).ShouldBe(Cn(11, 23, 17, 30));

    // Friday 16:00–17:30 is 1.5 h; 2.5 h are left from Monday 08:30.
    [Fact]
    public void A_weekend_is_not_counted() => Office.Add(Cn(11, 20, 16), Hours(4)).ShouldBe(Cn(11, 23, 11));

    // 5 days of 7.5 h: Monday 08:30 to Friday 17:30.
    [Fact]
    public void A_week_is_thirty_seven_and_a_half_hours() =>
        Office.Add(Cn(11, 16, 8, 30), Hours(37.5)).ShouldBe(Cn(11, 20, 17, 30));

    // Wednesday 30 September 16:30–17:30 is 1 h; 1–7 October are off; Thursday the 8th 08:30 + 2 h.
    [Fact]
    public void National_Day_week_is_not_counted() =>
        Office.Add(Cn(9, 30, 16, 30), Hours(3)).ShouldBe(Cn(10, 8, 10, 30));

    // Friday 9 October 17:00–17:30 is 0.5 h; Saturday the 10th is made up: 08:30 + 0.5 h.
    [Fact]
    public void A_make_up_Saturday_is_counted() => Office.Add(Cn(10, 9, 17), Hours(1)).ShouldBe(Cn(10, 10, 9));

    // Saturday 19 September is off, Sunday the 20th is made up: 08:30 + 1 h.
    [Fact]
    public void A_make_up_Sunday_is_counted() => Office.Add(Cn(9, 19, 12), Hours(1)).ShouldBe(Cn(9, 20, 9, 30));

    // Make-up Saturday 14 February 16:30–17:30 is 1 h; 15–23 are off; Tuesday the 24th 08:30 + 1 h.
    [Fact]
    public void The_Spring_Festival_is_not_counted_after_its_make_up_Saturday() =>
        Office.Add(Cn(2, 14, 16, 30), Hours(2)).ShouldBe(Cn(2, 24, 9, 30));

    // Fridays end at 12:00, and Saturday 10 October follows Friday: 3.5 h there, 0.5 h are left from Monday the 12th.
    [Fact]
    public void A_make_up_day_has_the_shifts_of_the_day_it_follows()
    {
        var shortFridays = new WorkingWeek(
            new Dictionary<DayOfWeek, IReadOnlyList<Shift>>
            {
                [DayOfWeek.Monday] = [Morning, Afternoon],
                [DayOfWeek.Friday] = [Morning],
            }
        );
        var calendar = new WorkingCalendar(
            "short Fridays",
            China,
            shortFridays,
            [SpecialDay.MakeUpWorkday(new(2026, 10, 10), DayOfWeek.Friday)]
        );

        calendar.Add(Cn(10, 10, 8, 30), Hours(4)).ShouldBe(Cn(10, 12, 9));
    }

    // Nothing to work is done at once, Saturday or not.
    [Fact]
    public void No_time_at_all_ends_at_its_start() =>
        Office.Add(Cn(11, 21, 10), TimeSpan.Zero).ShouldBe(Cn(11, 21, 10));

    // 01:00Z is 09:00 in China; + 2 h = 03:00Z.
    [Fact]
    public void A_start_may_come_from_any_offset_and_the_answer_is_UTC()
    {
        var due = Office.Add(Utc(11, 16, 1), Hours(2));

        due.ShouldBe(Utc(11, 16, 3));
        due.Offset.ShouldBe(TimeSpan.Zero);
    }

    // 11:00–12:00 and 13:30–14:00: 1 + 0.5 h.
    [Fact]
    public void Time_worked_leaves_lunch_out() => Office.Between(Cn(11, 16, 11), Cn(11, 16, 14)).ShouldBe(Hours(1.5));

    // Monday afternoon 4 h + Tuesday morning 3.5 h.
    [Fact]
    public void From_lunch_to_lunch_is_one_days_work() =>
        Office.Between(Cn(11, 16, 12, 30), Cn(11, 17, 12, 30)).ShouldBe(Hours(7.5));

    [Fact]
    public void Nothing_is_worked_on_a_weekend() =>
        Office.Between(Cn(11, 20, 17, 30), Cn(11, 23, 8, 30)).ShouldBe(TimeSpan.Zero);

    // 28, 29, 30 September; 8, 9 and make-up 10 October: 6 days of 7.5 h = 45 h.
    [Fact]
    public void The_fortnight_around_National_Day_has_six_days_work() =>
        Office.Between(Cn(9, 28, 0), Cn(10, 12, 0)).ShouldBe(Hours(45));

    // 16:00–17:30 on Friday, backwards.
    [Fact]
    public void Time_worked_backwards_is_negative() =>
        Office.Between(Cn(11, 23, 8), Cn(11, 20, 16)).ShouldBe(Hours(-1.5));

    [Fact]
    public void Time_cannot_be_added_backwards() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Office.Add(Cn(11, 16, 9), Hours(-1)));
}
