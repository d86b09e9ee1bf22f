using System;
using System.Linq;

namespace Rules;

/// <summary>
/// From the clock on the wall to the moment it means, also in the two nights a year that make it unclear.
/// </summary>
public static class LocalTime
{
    /// <summary>
    /// The first moment, UTC, at which the zone's clocks show this time or a later one. One rule for both nights: a
    /// time that is skipped in spring means the moment of the jump, one that comes twice in autumn means its first
    /// coming. So a later time never means an earlier moment, and shifts that touch on paper touch in fact.
    /// </summary>
    public static DateTimeOffset FirstMomentAt(this TimeZoneInfo zone, DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            return JumpOver(zone, local);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>What the zone's clocks show at a moment.</summary>
    public static DateTime On(this DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).DateTime;

    /// <summary>The date in the zone at a moment: what bills, due days and periods go by.</summary>
    public static DateOnly DateIn(this DateTimeOffset moment, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(moment.On(zone));

    // By bisection, since TimeZoneInfo does not tell its transitions. No zone is a day away from UTC.
    private static DateTimeOffset JumpOver(TimeZoneInfo zone, DateTime skipped)
    {
        var before = new DateTimeOffset(skipped, TimeSpan.Zero).AddDays(-1);
        var after = before.AddDays(2);
        while (after - before > TimeSpan.FromTicks(1))
        {
            var middle = before + ((after - before) / 2);
            if (middle.On(zone) < skipped)
            {
                before = middle;
            }
            else
            {
                after = middle;
            }
        }

        return after;
    }
}
