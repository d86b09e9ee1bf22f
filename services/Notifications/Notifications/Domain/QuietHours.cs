using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Rules;

namespace Notifications.Domain;

/// <summary>
/// The hours in which no phone rings for a reminder or for marketing (sms.quiet_hours), by the clock on the customers'
/// walls. The first minute is quiet, the last named one no longer: 21:00–08:00 holds at 21:00 and lets go at 08:00.
/// </summary>
/// <param name="Spans">None: no hour is quiet.</param>
/// <param name="Zone">Whose clock counts.</param>
/// <param name="Policy">The version they are from, for the record.</param>
public sealed record QuietHours(IReadOnlyList<QuietSpan> Spans, TimeZoneInfo Zone, string Policy)
{
    /// <returns>When the quiet around this moment ends, UTC; null when it is not quiet.</returns>
    public DateTimeOffset? EndAfter(DateTimeOffset moment)
    {
        var end = moment;

        // One span may end inside another. Each is left once: where all day is quiet, who waits asks again tomorrow.
        for (var left = 0; left < Spans.Count && EndOfSpansAt(end) is { } later; left++)
        {
            end = later;
        }

        return end > moment ? end : null;
    }

    /// <summary>When phones may ring again on a local date, UTC.</summary>
    public DateTimeOffset MorningOf(DateOnly date)
    {
        var midnight = Zone.FirstMomentAt(date, TimeOnly.MinValue);
        return EndAfter(midnight) ?? midnight;
    }

    private DateTimeOffset? EndOfSpansAt(DateTimeOffset moment)
    {
        var local = moment.On(Zone);
        return Spans
            .Where(span => span.Contains(TimeOnly.FromDateTime(local)))
            .Select(span => Zone.FirstMomentAt(span.EndDay(local), span.Until))
            .Where(end => end > moment) // in the night of the autumn change an hour comes twice
            .Select(end => (DateTimeOffset?)end)
            .Max();
    }
}

/// <summary>One stretch of quiet, over midnight when it ends earlier than it begins: <c>21:00-08:00</c>.</summary>
public sealed record QuietSpan(TimeOnly From, TimeOnly Until)
{
    private const string Format = "HH:mm";

    private bool IsOvernight => Until < From;

    /// <returns>Null when the text is no span, or one without a beginning and an end.</returns>
    public static QuietSpan? Read(string text) =>
        text.Split('-') is [var from, var until]
        && TimeOnly.TryParseExact(from, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
        && TimeOnly.TryParseExact(until, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
        && start != end
            ? new(start, end)
            : null;

    internal bool Contains(TimeOnly time) => IsOvernight ? time >= From || time < Until : time >= From && time < Until;

    internal DateOnly EndDay(DateTime local)
    {
        var today = DateOnly.FromDateTime(local);
        return IsOvernight && TimeOnly.FromDateTime(local) >= From ? today.AddDays(1) : today;
    }
}
