using System;
using System.Collections.Generic;
using System.Linq;

namespace Complaints.Domain;

/// <summary>All clocks of one case together, and the waits that stop them (features.md C4).</summary>
internal sealed class CaseTimers(Guid complaint, List<CaseClock> clocks, List<CaseWait> waits)
{
    /// <summary>Null when no final answer is owed, or while its clock stands still.</summary>
    public DateTimeOffset? FinalAnswerDue =>
        clocks.Find(clock => clock is { Kind: ClockKind.FinalAnswer, IsStopped: false })?.DueAt;

    /// <summary>Whether the customer was promised an answer at all.</summary>
    public bool OwesAnswer => clocks.Exists(clock => clock.Kind == ClockKind.FinalAnswer);

    public void Start(NewCase @case, CaseTerms terms, DateTimeOffset now) =>
        clocks.AddRange(Promises(@case).Select(kind => Started(kind, round: 1, terms, now)));

    /// <summary>A case that never owed an answer does not owe one for being reopened.</summary>
    public void OweFinalAnswerAgain(CaseTerms terms, DateTimeOffset now)
    {
        if (OwesAnswer)
        {
            var before = clocks.FindAll(clock => clock.Kind == ClockKind.FinalAnswer);
            clocks.Add(Started(ClockKind.FinalAnswer, before.Max(clock => clock.Round) + 1, terms, now));
        }
    }

    /// <returns>False when none of them was still going.</returns>
    public bool Stop(DateTimeOffset now, params IReadOnlyList<ClockKind> kinds)
    {
        var going = clocks.FindAll(clock => kinds.Contains(clock.Kind) && !clock.IsStopped);
        going.ForEach(clock => clock.Stop(now));
        return going.Count > 0;
    }

    /// <summary>The wait is for somebody outside, so the answers' clocks stand still; who took the case is told all the same.</summary>
    public void Pause(string waitingFor, DateTimeOffset now)
    {
        waits.Add(CaseWait.Begin(complaint, waits.Count + 1, waitingFor, now));
        Answers(ClockStatus.Running).ForEach(clock => clock.Pause(now));
    }

    /// <returns>The clocks that end earlier by a policy that changed while they stood still.</returns>
    public List<CaseClock> Resume(CaseTerms terms, DateTimeOffset now)
    {
        waits.ForEach(wait => wait.End(now));
        var pauses = waits.ConvertAll(wait => wait.AsPause());
        Answers(ClockStatus.Paused).ForEach(clock => clock.Resume(terms.Calendar, pauses));
        return AdoptBetter(terms);
    }

    public List<ClockAlarm> Fire(DateTimeOffset now) =>
        [.. clocks.Where(clock => clock.NextAt <= now).SelectMany(clock => clock.Fire(now))];

    /// <returns>The clocks that now end earlier.</returns>
    public List<CaseClock> AdoptBetter(CaseTerms terms)
    {
        var pauses = waits.ConvertAll(wait => wait.AsPause());
        return clocks.FindAll(clock => clock.AdoptIfBetter(terms.Limits[clock.Kind], terms.Calendar, pauses));
    }

    /// <summary>
    /// A suggestion or praise is acknowledged, an answer is not owed; a case without account and contact, an anonymous
    /// report, has nobody to tell that it was taken.
    /// </summary>
    private static IEnumerable<ClockKind> Promises(NewCase @case)
    {
        if (@case.AccountId is not null || @case.ContactPhone is not null)
        {
            yield return ClockKind.Acknowledgement;
        }

        if (@case.TicketType is not (TicketType.Suggestion or TicketType.Praise))
        {
            yield return ClockKind.FirstResult;
            yield return ClockKind.FinalAnswer;
        }
    }

    private List<CaseClock> Answers(ClockStatus status) =>
        clocks.FindAll(clock => clock.Kind != ClockKind.Acknowledgement && clock.Status == status);

    private CaseClock Started(ClockKind kind, int round, CaseTerms terms, DateTimeOffset now) =>
        CaseClock.Start(complaint, kind, round, terms.Limits[kind], terms.WarnShare, terms.Calendar, now);
}
