using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static Rules.Tests.Calendars;
using static Rules.Tests.Holds;

namespace Rules.Tests.Calendar;

/// <summary>
/// On calendars with lunch, nights, holidays and clock changes of an hour and of half an hour, to the minute.
/// </summary>
public sealed class CalendarProperties
{
    private static readonly WorkingCalendar[] All =
    [
        Office,
        NightDesk,
        InBritain(Night),
        new("Sydney", Zone("Australia/Sydney"), WorkingWeek.MondayToFriday(Morning, Afternoon, Night), []),
        new("Lord Howe", Zone("Australia/Lord_Howe"), WorkingWeek.RoundTheClock, []),
    ];

    private static readonly string[] DifficultZones =
    [
        "Europe/London",
        "Europe/Dublin",
        "America/Havana",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "Atlantic/Azores",
        "Asia/Shanghai",
    ];

    private static readonly Gen<DateTimeOffset> Moments = Gen.Choose(0, 3 * 365 * 24 * 60)
        .Select(minute => new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute));

    private static readonly Gen<TimeSpan> Times = Gen.Choose(0, 12_000)
        .Select(minutes => TimeSpan.FromMinutes(minutes));

    private static readonly Gen<WorkingCalendar> Any = Gen.Elements(All);

    [Fact]
    public void What_is_added_has_been_worked() =>
        ForAll(
            from c in Any
            from start in Moments
            from time in Times
            select (c, start, time),
            it => it.c.Between(it.start, it.c.Add(it.start, it.time)) == it.time
        );

    [Fact]
    public void Adding_at_once_is_adding_one_after_the_other() =>
        ForAll(
            from c in Any
            from start in Moments
            from a in Times
            from b in Times
            select (c, start, a, b),
            it => it.c.Add(it.start, it.a + it.b) == it.c.Add(it.c.Add(it.start, it.a), it.b)
        );

    [Fact]
    public void More_time_never_ends_earlier_nor_does_a_later_start() =>
        ForAll(
            from c in Any
            from start in Moments
            from time in Times
            from more in Times
            select (c, start, time, more),
            it =>
                it.c.Add(it.start, it.time) <= it.c.Add(it.start, it.time + it.more)
                && it.c.Add(it.start, it.time) <= it.c.Add(it.start + it.more, it.time)
        );

    [Fact]
    public void Time_worked_is_the_sum_of_its_parts() =>
        ForAll(
            from c in Any
            from moments in Moments.ArrayOf(3)
            select (c, moments),
            it =>
                it.c.Between(it.moments[0], it.moments[1]) + it.c.Between(it.moments[1], it.moments[2])
                == it.c.Between(it.moments[0], it.moments[2])
        );

    /// <summary>
    /// The plain definition, minute by minute by the clock on the wall, which the calendar never uses.
    /// </summary>
    [Fact]
    public void Time_worked_is_what_counting_minutes_gives() =>
        ForAll(
            from year in Gen.Elements(2025, 2026, 2027)
            from change in Gen.Elements((3, 28), (10, 24), (6, 1))
            from minutes in Gen.Choose(0, 3 * 24 * 60)
            select (From: new DateTimeOffset(year, change.Item1, change.Item2, 0, 0, 0, TimeSpan.Zero), minutes),
            it =>
                InBritain(Night).Between(it.From, it.From.AddMinutes(it.minutes)).TotalMinutes
                == Enumerable.Range(0, it.minutes).Count(minute => IsNight(it.From.AddMinutes(minute)))
        );

    [Fact]
    public void A_calendar_day_ends_with_the_first_moment_of_the_next_date() =>
        ForAll(
            from zone in Gen.Elements(DifficultZones)
            from start in Moments
            from days in Gen.Choose(1, 200)
            select (Zone: Zone(zone), start, days),
            it =>
            {
                var due = new WorkingCalendar("any", it.Zone, WorkingWeek.RoundTheClock, []).AddCalendarDays(
                    it.start,
                    it.days
                );
                var last = DateIn(it.Zone, it.start).AddDays(it.days);
                return DateIn(it.Zone, due) == last.AddDays(1) && DateIn(it.Zone, due.AddTicks(-1)) == last;
            }
        );

    [Fact]
    public void Paused_time_comes_on_top() =>
        ForAll(
            from c in Any
            from start in Moments
            from hours in Gen.Choose(1, 200)
            from clock in Gen.Elements(Clock.Calendar, Clock.Working)
            from pauses in PausesAfter(start)
            select (c, start, Limit: Limit.Hours(hours, clock), pauses),
            it =>
            {
                var deadline = new Deadline(it.Limit, it.start, it.c, it.pauses);
                return deadline.Due is { } due
                    && deadline.Used(due) == it.Limit.Duration
                    && due >= new Deadline(it.Limit, it.start, it.c).Due;
            }
        );

    [Fact]
    public void Without_a_pause_days_end_where_the_calendar_says() =>
        ForAll(
            from c in Any
            from start in Moments
            from days in Gen.Choose(1, 40)
            select (c, start, days),
            it =>
                new Deadline(Limit.WorkingDays(it.days), it.start, it.c).Due == it.c.AddWorkingDays(it.start, it.days)
                && new Deadline(Limit.CalendarDays(it.days), it.start, it.c).Due
                    == it.c.AddCalendarDays(it.start, it.days)
        );

    private static Gen<Pause[]> PausesAfter(DateTimeOffset start) =>
        (
            from after in Gen.Choose(-2_000, 10_000)
            from minutes in Gen.Choose(0, 3_000)
            select new Pause(start.AddMinutes(after), start.AddMinutes(after + minutes), "the customer")
        ).ArrayOf(3);

    private static bool IsNight(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, Britain).Hour is >= 22 or < 6;

    private static DateOnly DateIn(TimeZoneInfo zone, DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
