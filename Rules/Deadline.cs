using System;
using System.Collections.Generic;

namespace Rules;

/// <summary>
/// A limit that runs from a start, by a calendar, and stands still in its pauses (features.md C4). Paused time is not
/// counted, nor is it counted twice where pauses overlap, nor does a pause outside working time give working time away.
/// </summary>
/// <remarks>
/// Days with pauses: the limit is as much running time as the days would have had without a pause, so every paused
/// minute gives back one minute, and the end may then fall inside a day. Dropping whole days instead would let a pause
/// of a minute a day stop the clock for ever.
/// </remarks>
public sealed class Deadline
{
    private readonly Clock clock;
    private readonly WorkingCalendar calendar;
    private readonly DateTimeOffset start;
    private readonly List<Stretch> stops;

    public Deadline(Limit limit, DateTimeOffset start, WorkingCalendar calendar, IEnumerable<Pause>? pauses = null)
    {
        this.start = start.ToUniversalTime();
        this.calendar = calendar;
        clock = limit.Clock;
        stops = Pause.Merge(pauses ?? [], this.start);
        Allowance = limit.Duration ?? Between(this.start, EndOfDays(limit));
    }

    /// <summary>How much time of its clock, working or calendar, the limit gives in all.</summary>
    public TimeSpan Allowance { get; }

    /// <summary>
    /// When it is over; null while a pause is open that began before that, because then nobody knows yet.
    /// </summary>
    /// <exception cref="InvalidOperationException">The calendar has no working time left.</exception>
    public DateTimeOffset? Due => Reached(1);

    /// <summary>
    /// When this share of the limit is used up: 0.8 for <c>complaint.warn_at</c>. Null as for <see cref="Due"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is negative.</exception>
    /// <exception cref="InvalidOperationException">The calendar has no working time left.</exception>
    public DateTimeOffset? Reached(decimal share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        var at = start;
        var left = TimeSpan.FromTicks((long)(Allowance.Ticks * share));
        foreach (var stop in stops)
        {
            var running = Between(at, stop.From);
            if (left <= running)
            {
                break; // used up before this pause began, or just as it did
            }

            if (stop.Until == DateTimeOffset.MaxValue)
            {
                return null;
            }

            left -= running;
            at = stop.Until;
        }

        return clock == Clock.Working ? calendar.Add(at, left) : at + left;
    }

    /// <summary>How much of the allowance is gone by now; more than all of it once the limit is missed.</summary>
    public TimeSpan Used(DateTimeOffset now)
    {
        var used = now > start ? Between(start, now) : TimeSpan.Zero;
        foreach (var stop in stops)
        {
            if (stop.From < now)
            {
                used -= Between(stop.From, stop.Until < now ? stop.Until : now);
            }
        }

        return used;
    }

    private TimeSpan Between(DateTimeOffset from, DateTimeOffset to) =>
        clock == Clock.Working ? calendar.Between(from, to) : to - from;

    private DateTimeOffset EndOfDays(Limit limit) =>
        (limit.Unit, limit.Clock) switch
        {
            (LimitUnit.Months, _) => calendar.AddCalendarMonths(start, (int)limit.Amount),
            (_, Clock.Working) => calendar.AddWorkingDays(start, (int)limit.Amount),
            _ => calendar.AddCalendarDays(start, (int)limit.Amount),
        };
}
