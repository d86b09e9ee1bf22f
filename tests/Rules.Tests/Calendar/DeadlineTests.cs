using System;
using Shouldly;
using Xunit;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Calendar;

/// <summary>Worked by hand on the office calendar, 08:30–12:00 and 13:30–17:30; 16 November 2026 is a Monday.</summary>
public sealed class DeadlineTests
{
    private static readonly Limit FourWorkingHours = Limit.Hours(4, Clock.Working);

    // 09:00–10:00 is 1 h; from 11:00 3 h are left: 1 h to 12:00, 2 h from 13:30.
    [Fact]
    public void Paused_time_is_not_counted() =>
        Due(FourWorkingHours, Cn(11, 16, 9), Wait(Cn(11, 16, 10), Cn(11, 16, 11))).ShouldBe(Cn(11, 16, 15, 30));

    // 09:00–11:00 is 2 h; lunch would not have counted anyway; 2 h are left from 14:00.
    [Fact]
    public void A_pause_over_lunch_costs_only_the_time_that_would_have_run() =>
        Due(FourWorkingHours, Cn(11, 16, 9), Wait(Cn(11, 16, 11), Cn(11, 16, 14))).ShouldBe(Cn(11, 16, 16));

    // Friday 16:00–17:30 is 1.5 h, the pause lies in the weekend; Monday 08:30 + 2.5 h.
    [Fact]
    public void A_pause_outside_working_time_changes_nothing() =>
        Due(FourWorkingHours, Cn(11, 20, 16), Wait(Cn(11, 20, 18), Cn(11, 23, 8))).ShouldBe(Cn(11, 23, 11));

    // Together 10:00–12:00: 1 h before; 3 h are left from 13:30.
    [Fact]
    public void Overlapping_pauses_count_once() =>
        Due(
                FourWorkingHours,
                Cn(11, 16, 9),
                Wait(Cn(11, 16, 11), Cn(11, 16, 12)),
                Wait(Cn(11, 16, 10), Cn(11, 16, 11, 30))
            )
            .ShouldBe(Cn(11, 16, 16, 30));

    // The outer pause is 10:00–12:00, as above; the inner one ends before it.
    [Fact]
    public void A_pause_inside_another_changes_nothing() =>
        Due(
                FourWorkingHours,
                Cn(11, 16, 9),
                Wait(Cn(11, 16, 10), Cn(11, 16, 12)),
                Wait(Cn(11, 16, 10, 30), Cn(11, 16, 11))
            )
            .ShouldBe(Cn(11, 16, 16, 30));

    // 2 h from 10:00, when the pause that was already on ends.
    [Fact]
    public void A_pause_that_began_before_the_clock_counts_from_its_start() =>
        Due(Limit.Hours(2, Clock.Working), Cn(11, 16, 9), Wait(Cn(11, 16, 8), Cn(11, 16, 10))).ShouldBe(Cn(11, 16, 12));

    [Fact]
    public void A_pause_that_was_over_before_the_clock_changes_nothing() =>
        Due(FourWorkingHours, Cn(11, 17, 8, 30), Wait(Cn(11, 16, 8), Cn(11, 16, 17))).ShouldBe(Cn(11, 17, 14));

    [Fact]
    public void While_a_pause_is_open_nobody_knows_the_end() =>
        Due(FourWorkingHours, Cn(11, 16, 9), Wait(Cn(11, 16, 10), until: null)).ShouldBeNull();

    [Fact]
    public void An_open_pause_swallows_those_that_begin_in_it() =>
        Due(FourWorkingHours, Cn(11, 16, 9), Wait(Cn(11, 16, 10), until: null), Wait(Cn(11, 16, 11), Cn(11, 16, 12)))
            .ShouldBeNull();

    // 09:00 + 3 h to 12:00 and 1 h from 13:30 = 14:30, just as the pause begins or before it.
    [Theory]
    [InlineData(14, 30)]
    [InlineData(15, 0)]
    public void An_open_pause_does_not_bring_back_a_limit_that_is_over(int hour, int minute) =>
        Due(FourWorkingHours, Cn(11, 16, 9), Wait(Cn(11, 16, hour, minute), until: null)).ShouldBe(Cn(11, 16, 14, 30));

    // Monday 10:00 + 48 h = Wednesday 10:00, and 6 h of pause.
    [Fact]
    public void By_the_calendar_every_paused_hour_gives_an_hour_back() =>
        Due(Limit.Hours(48), Cn(11, 16, 10), Wait(Cn(11, 17, 10), Cn(11, 17, 16))).ShouldBe(Cn(11, 18, 16));

    // Without a pause Wednesday 17:30. Paused: Tuesday 09:00–12:00 and 13:30–17:30, Wednesday 08:30–09:00: 3 + 4 + 0.5
    // h, which is all of Thursday.
    [Fact]
    public void In_working_days_every_paused_working_hour_gives_an_hour_back() =>
        Due(Limit.WorkingDays(2), Cn(11, 16, 10), Wait(Cn(11, 17, 9), Cn(11, 18, 9))).ShouldBe(Cn(11, 19, 17, 30));

    // Without a pause the end of 13 October; 30 h of pause lead to 15 October 06:00.
    [Fact]
    public void Calendar_days_with_a_pause_may_end_inside_a_day() =>
        Due(Limit.CalendarDays(15), Cn(9, 28, 10), Wait(Cn(10, 1, 0), Cn(10, 2, 6))).ShouldBe(Cn(10, 15, 6));

    // 15 September + 4 months, see DayCountTests.
    [Fact]
    public void Months_without_a_pause_end_with_the_day() =>
        Due(Limit.Months(4), Cn(9, 15, 9)).ShouldBe(Cn(1, 16, 0, year: 2027));

    // 0.8 × 48 h = 38 h 24 min after Monday 10:00.
    [Fact]
    public void The_warning_comes_when_its_share_is_used_up() =>
        Clocked(Limit.Hours(48), Cn(11, 16, 10)).Reached(0.8m).ShouldBe(Cn(11, 18, 0, 24));

    // 0.8 × 4 h = 3 h 12 min: 3 h to 12:00, 12 min from 13:30; the pause at 14:00 comes after that.
    [Fact]
    public void The_warning_is_known_when_the_end_is_not()
    {
        var deadline = Clocked(FourWorkingHours, Cn(11, 16, 9), Wait(Cn(11, 16, 14), until: null));

        deadline.Reached(0.8m).ShouldBe(Cn(11, 16, 13, 42));
        deadline.Due.ShouldBeNull();
    }

    // 09:00–10:00 and 11:00–12:00; what is paused still stands still now.
    [Fact]
    public void Time_used_leaves_pauses_out()
    {
        var deadline = Clocked(
            FourWorkingHours,
            Cn(11, 16, 9),
            Wait(Cn(11, 16, 10), Cn(11, 16, 11)),
            Wait(Cn(11, 16, 12), until: null)
        );

        deadline.Used(Cn(11, 16, 10, 30)).ShouldBe(Hours(1));
        deadline.Used(Cn(11, 16, 16)).ShouldBe(Hours(2));
        deadline.Used(Cn(11, 16, 8)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_pause_names_who_is_waited_for() =>
        Should.Throw<RuleViolation>(() => new Pause(Cn(11, 16, 9), null, " ")).Code.ShouldBe("pause.nobody-named");

    [Fact]
    public void A_pause_does_not_end_before_it_begins() =>
        Should
            .Throw<RuleViolation>(() => Wait(Cn(11, 16, 9), Cn(11, 16, 8)))
            .Code.ShouldBe("pause.ends-before-it-begins");

    [Theory]
    [InlineData(-1, LimitUnit.Hours, Clock.Calendar, "limit.negative")]
    [InlineData(1.5, LimitUnit.Days, Clock.Working, "limit.not-whole")]
    [InlineData(0, LimitUnit.Days, Clock.Calendar, "limit.not-whole")]
    [InlineData(2, LimitUnit.Months, Clock.Working, "limit.working-months")]
    public void A_limit_that_cannot_be_counted_is_refused(double amount, LimitUnit unit, Clock clock, string code) =>
        Should.Throw<RuleViolation>(() => new Limit((decimal)amount, unit, clock)).Code.ShouldBe(code);

    private static Pause Wait(DateTimeOffset from, DateTimeOffset? until) => new(from, until, "the customer");

    private static Deadline Clocked(Limit limit, DateTimeOffset start, params Pause[] pauses) =>
        new(limit, start, Office, pauses);

    private static DateTimeOffset? Due(Limit limit, DateTimeOffset start, params Pause[] pauses) =>
        Clocked(limit, start, pauses).Due;
}
