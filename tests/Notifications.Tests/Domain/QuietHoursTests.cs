using System;
using System.Globalization;
using System.Linq;
using Notifications.Domain;
using Rules;
using Shouldly;
using Xunit;

namespace Notifications.Tests.Domain;

/// <summary>N3, sms.quiet_hours: by the clock on the wall, the first minute quiet, the last named one no longer.</summary>
public sealed class QuietHoursTests
{
    private static readonly TimeZoneInfo China = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-11-21 20:59:59", null)]
    [InlineData("2026-11-21 21:00:00", "2026-11-22 08:00:00")]
    [InlineData("2026-11-21 23:59:59", "2026-11-22 08:00:00")]
    [InlineData("2026-11-22 00:00:00", "2026-11-22 08:00:00")]
    [InlineData("2026-11-22 07:59:59", "2026-11-22 08:00:00")]
    [InlineData("2026-11-22 08:00:00", null)]
    public void The_night_begins_at_nine_and_ends_at_eight(string wall, string? end) =>
        EndAfter(wall, China, "21:00-08:00").ShouldBe(end);

    [Theory]
    [InlineData("2026-11-21 12:00:00", "2026-11-21 14:00:00")]
    [InlineData("2026-11-21 13:59:59", "2026-11-21 14:00:00")]
    [InlineData("2026-11-21 14:00:00", null)]
    public void A_rest_at_noon_ends_on_the_same_day(string wall, string? end) =>
        EndAfter(wall, China, "12:00-14:00", "21:00-08:00").ShouldBe(end);

    [Fact]
    public void Spans_that_overlap_are_one_quiet() =>
        EndAfter("2026-11-21 20:30:00", China, "20:00-22:00", "21:00-08:00", "07:00-09:00")
            .ShouldBe("2026-11-22 09:00:00");

    [Fact]
    public void Where_all_day_is_quiet_the_question_comes_again_instead_of_never_ending() =>
        EndAfter("2026-11-21 10:00:00", China, "08:00-21:00", "21:00-08:00").ShouldNotBeNull();

    [Fact]
    public void Without_a_span_no_hour_is_quiet() => EndAfter("2026-11-21 03:00:00", China).ShouldBeNull();

    [Theory]
    [InlineData("2026-03-28 22:00:00", 9)] // the night in which the clocks go forward is an hour shorter
    [InlineData("2026-10-24 22:00:00", 11)] // and the one in autumn an hour longer
    public void The_night_lasts_until_the_wall_shows_its_end(string wall, int hours)
    {
        var moment = Berlin.FirstMomentAt(
            DateOnly.Parse(wall[..10], CultureInfo.InvariantCulture),
            TimeOnly.Parse(wall[11..], CultureInfo.InvariantCulture)
        );

        (Hours(Berlin, "21:00-08:00").EndAfter(moment)! - moment).ShouldBe(TimeSpan.FromHours(hours));
    }

    [Theory]
    [InlineData("21:00-08:00", true)]
    [InlineData("00:00-23:59", true)]
    [InlineData("21:00-21:00", false)]
    [InlineData("21-8", false)]
    [InlineData("24:00-08:00", false)]
    [InlineData("21:00", false)]
    [InlineData("", false)]
    public void A_span_has_a_beginning_and_another_end(string text, bool isOne) =>
        (QuietSpan.Read(text) is not null).ShouldBe(isOne);

    private static QuietHours Hours(TimeZoneInfo zone, params string[] spans) =>
        new([.. spans.Select(span => QuietSpan.Read(span)!)], zone, "test");

    private static string? EndAfter(string wall, TimeZoneInfo zone, params string[] spans)
    {
        var local = DateTime.Parse(wall, CultureInfo.InvariantCulture);
        var moment = zone.FirstMomentAt(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        return Hours(zone, spans)
            .EndAfter(moment)
            ?.On(zone)
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
