using System;
using System.Collections.Generic;
using Rules;

namespace Rules.Tests;

/// <summary>The calendars that the vectors are worked out on, and the moments they speak of.</summary>
internal static class Calendars
{
    public static readonly TimeZoneInfo China = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    public static readonly TimeZoneInfo Britain = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static readonly Shift Morning = new(new(8, 30), new(12, 0));
    public static readonly Shift Afternoon = new(new(13, 30), new(17, 30));
    public static readonly Shift Night = new(new(22, 0), new(6, 0));

    /// <summary>The State Council's notice of 4 November 2025 for 2026, as far as the vectors need it.</summary>
    public static readonly IReadOnlyList<SpecialDay> ChinaIn2026 =
    [
        SpecialDay.MakeUpWorkday(new(2026, 2, 14)),
        .. SpecialDay.Holidays(new(2026, 2, 15), new(2026, 2, 23)),
        SpecialDay.MakeUpWorkday(new(2026, 2, 28)),
        SpecialDay.MakeUpWorkday(new(2026, 9, 20)),
        .. SpecialDay.Holidays(new(2026, 9, 25), new(2026, 9, 27)),
        .. SpecialDay.Holidays(new(2026, 10, 1), new(2026, 10, 7)),
        SpecialDay.MakeUpWorkday(new(2026, 10, 10)),
    ];

    /// <summary>Monday to Friday 08:30–12:00 and 13:30–17:30: 3.5 + 4 = 7.5 hours a day, 37.5 a week.</summary>
    public static readonly WorkingCalendar Office = new(
        "office",
        China,
        WorkingWeek.MondayToFriday(Morning, Afternoon),
        ChinaIn2026
    );

    /// <summary>Monday to Friday 22:00–06:00: 8 hours a night.</summary>
    public static readonly WorkingCalendar NightDesk = new(
        "night desk",
        China,
        WorkingWeek.MondayToFriday(Night),
        ChinaIn2026
    );

    /// <summary>A moment by Chinese clocks, UTC+8 the year round.</summary>
    public static DateTimeOffset Cn(int month, int day, int hour, int minute = 0, int year = 2026) =>
        new(year, month, day, hour, minute, 0, TimeSpan.FromHours(8));

    /// <summary>A moment of 2026 by UTC.</summary>
    public static DateTimeOffset Utc(int month, int day, int hour, int minute = 0) =>
        new(2026, month, day, hour, minute, 0, TimeSpan.Zero);

    public static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    public static WorkingCalendar InBritain(params IReadOnlyList<Shift> shifts) =>
        new("Britain", Britain, WorkingWeek.EveryDay(shifts), []);
}
