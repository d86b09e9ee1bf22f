using System;
using Shouldly;
using Xunit;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Calendar;

public sealed class DayCountTests
{
    // After Monday 28 September: 29, 30; 1–7 October off; 8, 9, and Saturday the 10th is made up = 5.
    [Fact]
    public void Five_working_days_over_National_Day_end_on_the_make_up_Saturday() =>
        Office.AddWorkingDays(Cn(9, 28, 10), 5).ShouldBe(Cn(10, 10, 17, 30));

    // The starting day does not count, from its first minute or its last: Friday, then Monday.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(8, 30)]
    [InlineData(23, 59)]
    public void The_starting_day_never_counts(int hour, int minute) =>
        Office.AddWorkingDays(Cn(11, 20, hour, minute), 1).ShouldBe(Cn(11, 23, 17, 30));

    // Saturday the 21st and Sunday are off; Monday is the first day, Tuesday the second.
    [Fact]
    public void Working_days_from_a_weekend_begin_on_Monday() =>
        Office.AddWorkingDays(Cn(11, 21, 10), 2).ShouldBe(Cn(11, 24, 17, 30));

    // 28 September + 15 = 13 October, its end is 14 October 00:00.
    [Fact]
    public void Fifteen_calendar_days_count_holidays_too() =>
        Office.AddCalendarDays(Cn(9, 28, 10), 15).ShouldBe(Cn(10, 14, 0));

    // 28 September + 3 = 1 October, National Day itself.
    [Fact]
    public void A_calendar_day_that_is_a_holiday_is_not_moved() =>
        Office.AddCalendarDays(Cn(9, 28, 10), 3).ShouldBe(Cn(10, 2, 0));

    // 16 November 16:30Z is 00:30 of the 17th in China; one day on is the 18th, whose end is 16:00Z.
    [Fact]
    public void The_day_is_the_local_one() => Office.AddCalendarDays(Utc(11, 16, 16, 30), 1).ShouldBe(Utc(11, 18, 16));

    // There is no 31 February: the last day of the month, 28 February, ends on 1 March 00:00.
    [Fact]
    public void A_month_from_its_31st_ends_with_the_shorter_month() =>
        Office.AddCalendarMonths(Cn(1, 31, 9), 1).ShouldBe(Cn(3, 1, 0));

    // 15 September + 4 months = 15 January 2027.
    [Fact]
    public void Months_end_with_the_same_day() =>
        Office.AddCalendarMonths(Cn(9, 15, 9), 4).ShouldBe(Cn(1, 16, 0, year: 2027));

    [Fact]
    public void Days_are_counted_from_one()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Office.AddWorkingDays(Cn(9, 28, 10), 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Office.AddCalendarDays(Cn(9, 28, 10), 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Office.AddCalendarMonths(Cn(9, 28, 10), 0));
    }

    [Theory]
    [InlineData("2026-09-30", DayKind.Working)]
    [InlineData("2026-10-01", DayKind.Holiday)]
    [InlineData("2026-10-10", DayKind.MakeUpWorkday)]
    [InlineData("2026-10-11", DayKind.Rest)]
    public void Every_date_is_of_one_kind(string date, DayKind kind) =>
        Office.KindOf(DateOnly.Parse(date)).ShouldBe(kind);

    [Fact]
    public void A_calendar_without_work_says_so_instead_of_searching_for_ever()
    {
        var idle = new WorkingCalendar("idle", China, WorkingWeek.MondayToFriday(), []);

        Should.Throw<InvalidOperationException>(() => idle.Add(Cn(11, 16, 9), Hours(1))).Message.ShouldContain("idle");
        Should.Throw<InvalidOperationException>(() => idle.AddWorkingDays(Cn(11, 16, 9), 1));
        idle.Between(Cn(11, 16, 9), Cn(11, 16, 9, year: 2036)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Time_worked_is_not_counted_over_more_than_the_horizon() =>
        Should.Throw<InvalidOperationException>(() => Office.Between(Cn(11, 16, 9), Cn(11, 16, 10, year: 2046)));

    [Fact]
    public void A_date_is_special_once() =>
        Should.Throw<ArgumentException>(() =>
            new WorkingCalendar(
                "twice",
                China,
                WorkingWeek.RoundTheClock,
                [SpecialDay.Holiday(new(2026, 10, 1)), SpecialDay.MakeUpWorkday(new(2026, 10, 1))]
            )
        );

    [Fact]
    public void An_ordinary_day_is_not_listed_as_special() =>
        Should.Throw<ArgumentException>(() =>
            new WorkingCalendar(
                "odd",
                China,
                WorkingWeek.RoundTheClock,
                [new SpecialDay(new(2026, 10, 1), DayKind.Rest)]
            )
        );
}
