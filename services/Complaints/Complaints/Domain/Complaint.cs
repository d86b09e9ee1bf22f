using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Complaints.Domain;

/// <summary>
/// A case: taken from any channel, owned by whoever took it until it closes (首问负责制, features.md C1, C2).
/// </summary>
public sealed class Complaint : CaseFile
{
    private readonly List<CaseClock> _clocks = [];
    private readonly List<CaseWait> _waits = [];
    private readonly List<Callback> _callbacks = [];
    private readonly List<Finding> _findings = [];

    private Complaint() { } // EF Core's

    private Complaint(NewCase @case, Actor by, string caseNumber, string? traceparent, DateTimeOffset now)
        : base(@case, by, caseNumber, traceparent, now) { }

    public ComplaintStatus Status { get; private set; }
    public string? StatusReason { get; private set; }
    public DateTimeOffset StatusChangedAt { get; private set; }

    /// <summary>The customer's, as Loyalty said; null while it is not known.</summary>
    public CustomerTier? Tier { get; private set; }
    public DateTimeOffset? TierDueAt { get; private set; }
    public int TierChecks { get; private set; }

    /// <summary>1 is worked on first, 4 last (features.md C5): follows severity and tier.</summary>
    public int Priority { get; private set; }

    /// <summary>How far up the ladder it stands (features.md C4): who has to see to it.</summary>
    public EscalationLevel EscalationLevel { get; private set; }

    /// <summary>
    /// Whether it closes only once the customer was called back (features.md C8); an anonymous report has nobody to call.
    /// </summary>
    public bool NeedsCallback { get; private set; }

    /// <summary>Recorded attempts without an answer since it was last resolved.</summary>
    public int CallbackAttempts { get; private set; }
    public DateTimeOffset? LastCallbackAt { get; private set; }

    /// <summary>When the final answer is due; null while that is not known or no longer owed.</summary>
    public DateTimeOffset? ExpectedResolutionAt { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>The final answer as the customer reads it; closing does not overwrite it.</summary>
    public string? Resolution { get; private set; }

    /// <summary>Deleted by an administrator: what was personal is gone, this tombstone and the history stay (C18).</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    public Guid? AccountId { get; private set; }
    public AccountCheck AccountCheck { get; private set; }
    public DateTimeOffset? AccountCheckDueAt { get; private set; }
    public int AccountChecks { get; private set; }

    public IReadOnlyList<CaseClock> Clocks => _clocks;
    public IReadOnlyList<CaseWait> Waits => _waits;

    /// <summary>Callbacks recorded since the case was read, or all of them where that was asked for.</summary>
    public IReadOnlyList<Callback> Callbacks => _callbacks;

    /// <summary>Findings recorded since the case was read, or all of them where that was asked for.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The one that counts: the last.</summary>
    public Finding? Finding => _findings.MaxBy(finding => finding.Version);

    public static Complaint Open(
        NewCase @case,
        Actor by,
        string caseNumber,
        CaseTerms terms,
        string? traceparent,
        DateTimeOffset now
    )
    {
        var complaint = new Complaint(@case, by, caseNumber, traceparent, now)
        {
            Status = ComplaintStatus.Acknowledged,
            StatusChangedAt = now,
            NeedsCallback = terms.NeedsCallback && (@case.AccountId is not null || @case.ContactPhone is not null),
            Account = CaseAccount.Named(@case.AccountId, @case.AccountCheck, now),
            CustomerTier = CaseTier.Asked(@case.Tier ?? TierAnswer.NotNeeded, now),
        };
        complaint.Prioritise();
        complaint.Record("open", by, why: null, now);
        complaint.Timers.Start(@case, terms, now);
        complaint.ExpectResolution();
        return complaint;
    }

    /// <exception cref="RuleViolation"><c>complaint.illegal-move</c>: nobody has work to start on.</exception>
    public void Start(Actor by, DateTimeOffset now) => Move(ComplaintAction.Start, by, reason: null, now);

    /// <summary>The customer knows that his case was taken: its text was delivered, or an agent told him.</summary>
    /// <returns>False when that was recorded before: receipts come more than once, the first one stands.</returns>
    public bool Acknowledge(string how, Actor by, DateTimeOffset now)
    {
        if (!Timers.Stop(now, ClockKind.Acknowledgement))
        {
            return false;
        }

        Touch(now);
        Record("acknowledge", by, how, now);
        return true;
    }

    /// <summary>
    /// The customer was told how far it got, and reads it in the history; the first time is what
    /// <see cref="ClockKind.FirstResult"/> waits for.
    /// </summary>
    /// <exception cref="RuleViolation"><c>complaint.not-in-work</c>: nobody works on it, so there is nothing to tell.</exception>
    public void TellResult(string result, Actor by, DateTimeOffset now)
    {
        if (Status is not (ComplaintStatus.InProgress or ComplaintStatus.Pending or ComplaintStatus.Held))
        {
            throw new RuleViolation(
                "complaint.not-in-work",
                $"A case that is {Status} has no result in between to tell."
            );
        }

        Touch(now);
        Timers.Stop(now, ClockKind.FirstResult);
        Record("tellResult", by, result, now);
    }

    /// <summary>One level up the ladder: who is there has to see to it from now on (features.md C4).</summary>
    /// <exception cref="RuleViolation"><c>complaint.ended</c>; <c>complaint.at-top</c>.</exception>
    public void Escalate(string reason, Actor by, DateTimeOffset now)
    {
        RequireNotEnded();
        if (EscalationLevel == EscalationLevel.GeneralManager)
        {
            throw new RuleViolation("complaint.at-top", "There is no level above the general manager.");
        }

        Touch(now);
        Rise(reason, by, now);
    }

    /// <summary>Warns and breaches whose time has come, each once; a breach takes the case one level up.</summary>
    public IReadOnlyList<ClockAlarm> FireDueClocks(Actor by, DateTimeOffset now)
    {
        var alarms = Timers.Fire(now);
        if (alarms.Count == 0)
        {
            return alarms;
        }

        Touch(now);
        foreach (var alarm in alarms)
        {
            Record(alarm.IsBreach ? "breach" : "warn", by, Word(alarm.Kind), now);
        }

        if (alarms.Exists(alarm => alarm.IsBreach) && !HasEnded)
        {
            Rise("A promise was missed.", by, now);
        }

        return alarms;
    }

    /// <summary>The account that a compensation of this case goes to (features.md B12).</summary>
    /// <exception cref="RuleViolation"><c>complaint.ended</c>; <c>complaint.no-account</c>: nobody to give it to.</exception>
    public Guid AccountToCompensate()
    {
        RequireNotEnded();
        return AccountId
            ?? throw new RuleViolation("complaint.no-account", "The case names no account that could be credited.");
    }

    /// <summary>Billing granted a compensation, or has it wait for a second person.</summary>
    /// <param name="what">Which one, how much and what became of it; for staff.</param>
    public void RecordCompensation(string what, Actor by, DateTimeOffset now)
    {
        Touch(now);
        Record("compensate", by, what, now);
    }

    /// <summary>
    /// It was found whether the customer was right and who is responsible (features.md C15); a later finding takes the
    /// place of an earlier one, also after the case was closed. All earlier ones have to be there.
    /// </summary>
    /// <returns>False when that is what stands already.</returns>
    /// <exception cref="RuleViolation">
    /// <c>finding.not-looked-into</c>: nobody worked on it yet; <c>complaint.ended</c>: taken back or rejected;
    /// <c>finding.*</c>.
    /// </exception>
    public bool RecordFinding(FindingFacts facts, Actor by, DateTimeOffset now)
    {
        facts.Check();
        RequireLookedInto();
        if (Finding?.Says(facts) == true)
        {
            return false;
        }

        var what = Finding is null ? "recordFinding" : "changeFinding";
        Touch(now);
        IsAbout(facts.VasServiceId);
        _findings.Add(Domain.Finding.Of(Id, Version, facts, by, now));
        Record(what, by, $"{(facts.IsUpheld ? "upheld" : "notUpheld")}, {Word(facts.Responsible)}", now);
        return true;
    }

    /// <summary>A policy changed: what is better for the customer holds for open cases, too (policies.md).</summary>
    /// <returns>Whether any limit of this case did.</returns>
    public bool AdoptBetterLimits(CaseTerms terms, Actor by, DateTimeOffset now)
    {
        var changed = Timers.AdoptBetter(terms);
        if (changed.Count == 0)
        {
            return false;
        }

        Touch(now);
        RecordAdopted(changed, by, now);
        return true;
    }

    /// <summary>
    /// The customer was called back (features.md C8): a satisfied one, or one who does not want to say, closes the case;
    /// an unsatisfied one reopens it one level up; so many attempts without an answer close it.
    /// </summary>
    /// <exception cref="RuleViolation"><c>complaint.illegal-move</c>: it is not resolved; <c>callback.*</c>.</exception>
    public void RecordCallback(CallbackResult result, CaseTerms terms, Actor by, DateTimeOffset now)
    {
        RequireResolved();
        var attempts = CallbackAttempts + result.Attempts;
        var verdict = result.Verdict(attempts, now - LastCallbackAt, terms);
        (CallbackAttempts, LastCallbackAt) = (attempts, now);
        switch (verdict)
        {
            case CallbackVerdict.Close:
                Move(ComplaintAction.CloseAfterCallback, by, reason: null, now); // the remark is for staff
                break;
            case CallbackVerdict.Reopen:
                Reopen(result.Remark ?? "The customer is not satisfied.", terms, by, now);
                break;
            default:
                Touch(now);
                Record("callBack", by, why: null, now);
                break;
        }

        _callbacks.Add(Callback.Of(Id, Version, result, by, now));
    }

    /// <summary>
    /// An administrator takes the case away (features.md C18): its text, name and contact are gone for ever; number,
    /// times, owner and history stay as the tombstone.
    /// </summary>
    public void Delete(Actor by, DateTimeOffset now)
    {
        Forget();
        (StatusReason, Resolution) = (null, null);
        _waits.ForEach(wait => wait.Forget());
        _callbacks.ForEach(callback => callback.Forget());
        _findings.ForEach(finding => finding.Forget());
        Timers.Stop(now, Enum.GetValues<ClockKind>());
        ExpectResolution();
        Account = Account.NoLongerAsked();
        CustomerTier = CustomerTier.NoLongerAsked();
        DeletedAt = now;
        Touch(now);
        Record("delete", by, why: null, now);
    }

    /// <summary>The customer takes the case back; the reason is his own words.</summary>
    /// <exception cref="RuleViolation"><c>complaint.illegal-move</c>: it is already resolved or over.</exception>
    public void Withdraw(string reason, Actor by, DateTimeOffset now) =>
        Move(ComplaintAction.Withdraw, by, reason, now);

    /// <summary>A change of status alone; what records more has a method of its own.</summary>
    /// <param name="to">The status wanted; the present one changes nothing.</param>
    /// <param name="reason">Why, for the customer to read; mandatory when the case is rejected, reopened or made
    /// to wait, and when it is resolved and owes an answer, which it then is.</param>
    /// <exception cref="RuleViolation">
    /// <c>complaint.illegal-move</c>, <c>complaint.needs-more</c>, <c>complaint.reason-missing</c>.
    /// </exception>
    public void ChangeStatus(ComplaintStatus to, string? reason, CaseTerms terms, Actor by, DateTimeOffset now)
    {
        if (to == Status)
        {
            return;
        }

        var action = ComplaintLifeCycle.Meant(Status, to, NeedsCallback);
        ComplaintLifeCycle.RequireReason(action, reason, Timers.OwesAnswer);
        switch (action)
        {
            case ComplaintAction.Reopen:
                Reopen(reason!, terms, by, now);
                break;
            case ComplaintAction.WaitForCustomer:
                Move(action, by, reason, now);
                Timers.Pause(reason!, now);
                ExpectResolution();
                break;
            case ComplaintAction.CustomerAnswered:
                Move(action, by, reason, now);
                RecordAdopted(Timers.Resume(terms, now), by, now);
                break;
            default:
                Move(action, by, reason, now);
                break;
        }
    }

    /// <summary>Corrects what was written down at intake.</summary>
    /// <exception cref="RuleViolation"><c>complaint.ended</c>: an ended case is a record.</exception>
    public void Amend(CaseText text, Actor by, DateTimeOffset now)
    {
        if (text == Text)
        {
            return;
        }

        RequireNotEnded();
        Correct(text);
        Prioritise();
        Touch(now);
        Record("amend", by, why: null, now);
    }

    /// <summary>Billing was asked again what it could not answer at intake.</summary>
    /// <returns>Whether that settled it: not while Billing is still away, nor when it was settled before.</returns>
    public bool SettleAccountCheck(AccountCheck answer, Actor by, DateTimeOffset now)
    {
        var settled = Account.Asked(answer, now);
        if (settled.IsOpen || !Account.IsOpen)
        {
            Account = settled;
            return false;
        }

        Account = settled;
        Touch(now);
        Record("verifyAccount", by, answer == AccountCheck.Verified ? "known" : "unknown", now);
        return true;
    }

    /// <summary>Loyalty was asked again: the case takes its place in the queue, or Loyalty is asked once more later.</summary>
    /// <returns>Whether there is an answer.</returns>
    public bool SettleTier(TierAnswer answer, Actor by, DateTimeOffset now)
    {
        var (before, settled) = (CustomerTier, CustomerTier.AskedAgain(answer, now));
        CustomerTier = settled;
        if (settled.Tier == before.Tier)
        {
            return false;
        }

        Prioritise();
        Touch(now);
        Record("learnTier", by, Word(settled.Tier!.Value), now);
        return true;
    }

    private void Reopen(string reason, CaseTerms terms, Actor by, DateTimeOffset now)
    {
        Move(ComplaintAction.Reopen, by, reason, now);
        (ResolvedAt, Resolution, CallbackAttempts, LastCallbackAt) = (null, null, 0, null);
        Timers.OweFinalAnswerAgain(terms, now);
        ExpectResolution();
        Rise("It was reopened.", by, now);
    }

    private CaseTimers Timers => new(Id, _clocks, _waits);

    /// <summary>The four columns as one value: EF Core 10 cannot read a complex property from a query of ours.</summary>
    private CaseAccount Account
    {
        get => new(AccountId, AccountCheck, AccountCheckDueAt, AccountChecks);
        set => (AccountId, AccountCheck, AccountCheckDueAt, AccountChecks) = value;
    }

    private CaseTier CustomerTier
    {
        get => new(Tier, TierDueAt, TierChecks);
        set => (Tier, TierDueAt, TierChecks) = value;
    }

    private void Prioritise() => Priority = CasePriority.Of(Severity, Tier);

    private void ExpectResolution() => ExpectedResolutionAt = Timers.FinalAnswerDue;

    private void Rise(string reason, Actor by, DateTimeOffset now)
    {
        if (EscalationLevel < EscalationLevel.GeneralManager)
        {
            EscalationLevel++;
            Record("escalate", by, reason, now);
        }
    }

    private void RecordAdopted(List<CaseClock> changed, Actor by, DateTimeOffset now)
    {
        ExpectResolution();
        foreach (var clock in changed)
        {
            Record("adoptBetterLimit", by, $"{Word(clock.Kind)}: {clock.Jurisdiction} {clock.PolicyVersion}", now);
        }
    }

    private bool HasEnded => Status is ComplaintStatus.Closed or ComplaintStatus.Rejected or ComplaintStatus.Cancelled;

    private void RequireNotEnded()
    {
        if (HasEnded)
        {
            throw new RuleViolation("complaint.ended", $"A case that is {Status} is a record and does not change.");
        }
    }

    private void RequireLookedInto()
    {
        if (Status is ComplaintStatus.Rejected or ComplaintStatus.Cancelled)
        {
            RequireNotEnded();
        }

        if (Status == ComplaintStatus.Acknowledged)
        {
            throw new RuleViolation(
                "finding.not-looked-into",
                "Nobody has worked on the case yet, so nothing is found."
            );
        }
    }

    private void RequireResolved() => _ = ComplaintLifeCycle.Next(Status, ComplaintAction.CloseAfterCallback);

    private void Move(ComplaintAction action, Actor by, string? reason, DateTimeOffset now)
    {
        Status = ComplaintLifeCycle.Next(Status, action);
        StatusReason = reason;
        StatusChangedAt = now;
        Touch(now);
        Record(Word(action), by, reason, now);
        switch (Status)
        {
            case ComplaintStatus.Resolved:
                (ResolvedAt, Resolution) = (now, reason);
                Timers.Stop(now, ClockKind.FirstResult, ClockKind.FinalAnswer);
                break;
            case ComplaintStatus.Closed or ComplaintStatus.Rejected or ComplaintStatus.Cancelled:
                Timers.Stop(now, Enum.GetValues<ClockKind>());
                CustomerTier = CustomerTier.NoLongerAsked();
                break;
            default:
                break;
        }

        ExpectResolution();
    }
}
