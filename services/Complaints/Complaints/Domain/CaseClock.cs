using System;
using System.Collections.Generic;
using Rules;

namespace Complaints.Domain;

/// <summary>
/// One promise of one case, timed (features.md C4): it warns at a share of its limit, breaches at the limit, each once.
/// </summary>
public sealed class CaseClock
{
    private CaseClock() { }

    public Guid ComplaintId { get; private set; }
    public ClockKind Kind { get; private set; }

    /// <summary>1 when the case is taken; a case that is reopened owes a final answer once more.</summary>
    public int Round { get; private set; }
    public ClockStatus Status { get; private set; }
    public string PolicyKey { get; private set; } = "";
    public string Jurisdiction { get; private set; } = "";
    public int PolicyVersion { get; private set; }
    public decimal Amount { get; private set; }
    public LimitUnit Unit { get; private set; }

    /// <summary>Calendar or working time.</summary>
    public Clock Counts { get; private set; }

    /// <summary>The share of the limit at which it warns (<c>complaint.warn_at</c>): 0.8.</summary>
    public decimal WarnShare { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Null while the clock is paused: nobody knows yet.</summary>
    public DateTimeOffset? WarnAt { get; private set; }

    /// <summary>Null while the clock is paused.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>When there is something to fire next; null when there is not, or not yet.</summary>
    public DateTimeOffset? NextAt { get; private set; }
    public DateTimeOffset? WarnedAt { get; private set; }
    public DateTimeOffset? BreachedAt { get; private set; }
    public DateTimeOffset? StoppedAt { get; private set; }

    public bool IsStopped => Status == ClockStatus.Stopped;

    internal static CaseClock Start(
        Guid complaint,
        ClockKind kind,
        int round,
        EffectivePolicy policy,
        decimal warnShare,
        WorkingCalendar calendar,
        DateTimeOffset now
    )
    {
        var clock = new CaseClock
        {
            ComplaintId = complaint,
            Kind = kind,
            Round = round,
            Status = ClockStatus.Running,
            WarnShare = warnShare,
            StartedAt = now,
        };
        clock.RunUnder(policy);
        clock.Plan(calendar, []);
        return clock;
    }

    internal void Pause(DateTimeOffset now)
    {
        Status = ClockLifeCycle.Next(Status, ClockAction.Pause);
        if (!IsMissedUnnoticed(now))
        {
            (WarnAt, DueAt, NextAt) = (null, null, null);
        }
    }

    internal void Resume(WorkingCalendar calendar, IEnumerable<Pause> pauses)
    {
        Status = ClockLifeCycle.Next(Status, ClockAction.Resume);
        Plan(calendar, pauses);
    }

    internal void Stop(DateTimeOffset now)
    {
        Status = ClockLifeCycle.Next(Status, ClockAction.Stop);
        StoppedAt = now;
        NextAt = IsMissedUnnoticed(now) ? NextAt : null;
    }

    /// <summary>Over its limit, and no sweep has come by yet: who stops the clock now does not make it kept.</summary>
    private bool IsMissedUnnoticed(DateTimeOffset now) => BreachedAt is null && DueAt <= now;

    /// <summary>The limit it began under gives way to one that ends earlier, never to a later one (policies.md).</summary>
    /// <returns>Whether it did.</returns>
    internal bool AdoptIfBetter(EffectivePolicy policy, WorkingCalendar calendar, IReadOnlyCollection<Pause> pauses)
    {
        var kept = new Deadline(Limit, StartedAt, calendar, pauses).Due;
        var offered = new Deadline(policy.AsLimit(), StartedAt, calendar, pauses).Due;
        if (IsStopped || kept is null || offered is null || offered >= kept)
        {
            return false;
        }

        RunUnder(policy);
        Plan(calendar, pauses);
        return true;
    }

    /// <summary>What is to be fired by now, in order, and never again.</summary>
    internal IEnumerable<ClockAlarm> Fire(DateTimeOffset now)
    {
        if (WarnedAt is null && WarnAt <= now)
        {
            WarnedAt = now;
            yield return new(Kind, IsBreach: false, DueAt!.Value);
        }

        if (BreachedAt is null && DueAt <= now)
        {
            BreachedAt = now;
            yield return new(Kind, IsBreach: true, DueAt!.Value);
        }

        NextAt = NextAlarm();
    }

    private Limit Limit => new(Amount, Unit, Counts);

    private void RunUnder(EffectivePolicy policy)
    {
        var limit = policy.AsLimit();
        (PolicyKey, Jurisdiction, PolicyVersion) = (
            policy.Winner.Key,
            policy.Winner.Jurisdiction,
            policy.Winner.Version
        );
        (Amount, Unit, Counts) = (limit.Amount, limit.Unit, limit.Clock);
    }

    private void Plan(WorkingCalendar calendar, IEnumerable<Pause> pauses)
    {
        var deadline = new Deadline(Limit, StartedAt, calendar, pauses);
        WarnAt = Stored(deadline.Reached(WarnShare));
        DueAt = Stored(deadline.Due);
        NextAt = NextAlarm();
    }

    private DateTimeOffset? NextAlarm() =>
        BreachedAt is not null ? null
        : WarnedAt is null ? WarnAt
        : DueAt;

    /// <summary>A share of a limit falls between microseconds, and PostgreSQL keeps whole ones.</summary>
    private static DateTimeOffset? Stored(DateTimeOffset? moment) =>
        moment?.AddTicks(-(moment.Value.Ticks % TimeSpan.TicksPerMicrosecond));
}

/// <summary>A clock has something to say: a warning before the limit, or that it was missed.</summary>
public sealed record ClockAlarm(ClockKind Kind, bool IsBreach, DateTimeOffset DueAt);
