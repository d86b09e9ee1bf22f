using System;
using System.Collections.Generic;
using System.Text.Json;
using Rules;

namespace Complaints.Domain;

/// <summary>
/// A case: taken from any channel, owned by whoever took it until it closes (首问负责制, features.md C1, C2).
/// </summary>
public sealed class Complaint
{
    private static readonly TimeSpan FirstRecheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRecheck = TimeSpan.FromMinutes(1);

    private readonly List<HistoryEntry> _history = [];

    private Complaint() { }

    public Guid Id { get; private set; }

    /// <summary>Raised by every change; ETag, concurrency token and version of the case's events.</summary>
    public long Version { get; private set; }

    /// <summary>What people read out over the phone: <c>C-20261121-000042</c>.</summary>
    public string CaseNumber { get; private set; } = "";
    public TicketType TicketType { get; private set; }
    public Severity Severity { get; private set; }
    public string? Name { get; private set; }
    public string Description { get; private set; } = "";
    public string? ExternalId { get; private set; }
    public IntakeChannel Channel { get; private set; }
    public ComplaintStatus Status { get; private set; }
    public string? StatusReason { get; private set; }
    public DateTimeOffset StatusChangedAt { get; private set; }

    /// <summary>The token's subject that took the case and answers for it until it closes; a transfer never moves it.</summary>
    public string OwnedBy { get; private set; } = "";
    public Guid? AccountId { get; private set; }
    public AccountCheck AccountCheck { get; private set; }
    public DateTimeOffset? AccountCheckDueAt { get; private set; }
    public int AccountChecks { get; private set; }

    /// <summary>A number that the case itself carries; null: the account's contact counts.</summary>
    public string? ContactPhone { get; private set; }
    public string? ContactLanguage { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }
    public DateTimeOffset LastUpdate { get; private set; }

    /// <summary>The trace that opened the case: later work by itself goes on in it (P2).</summary>
    public string? Traceparent { get; private set; }

    /// <summary>What was done since the case was read; all of it stands in the table, which only grows (C18).</summary>
    public IReadOnlyList<HistoryEntry> History => _history;

    public static Complaint Open(NewCase @case, Actor by, string caseNumber, string? traceparent, DateTimeOffset now)
    {
        var complaint = new Complaint
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            CaseNumber = caseNumber,
            TicketType = @case.TicketType,
            Severity = @case.Severity,
            Name = @case.Name,
            Description = @case.Description,
            ExternalId = @case.ExternalId,
            Channel = @case.Channel,
            Status = ComplaintStatus.Acknowledged,
            StatusChangedAt = now,
            OwnedBy = by.Subject,
            AccountId = @case.AccountId,
            AccountCheck = @case.AccountCheck,
            AccountCheckDueAt = @case.AccountCheck == AccountCheck.Unverified ? now + FirstRecheck : null,
            ContactPhone = @case.ContactPhone,
            ContactLanguage = @case.ContactLanguage,
            OpenedAt = now,
            LastUpdate = now,
            Traceparent = traceparent,
        };
        complaint.Record("open", by, why: null, now);
        return complaint;
    }

    /// <exception cref="RuleViolation"><c>complaint.illegal-move</c>: nobody has work to start on.</exception>
    public void Start(Actor by, DateTimeOffset now) => Move(ComplaintAction.Start, by, reason: null, now);

    /// <summary>The customer takes the case back; the reason is his own words.</summary>
    /// <exception cref="RuleViolation"><c>complaint.illegal-move</c>: it is already resolved or over.</exception>
    public void Withdraw(string reason, Actor by, DateTimeOffset now) =>
        Move(ComplaintAction.Withdraw, by, reason, now);

    /// <summary>A change of status alone; what records more has a method of its own.</summary>
    /// <param name="to">The status wanted; the present one changes nothing.</param>
    /// <param name="reason">Why, for the customer to read; mandatory when the case is rejected or reopened.</param>
    /// <exception cref="RuleViolation">
    /// <c>complaint.illegal-move</c>, <c>complaint.needs-more</c>, <c>complaint.reason-missing</c>.
    /// </exception>
    public void ChangeStatus(ComplaintStatus to, string? reason, Actor by, DateTimeOffset now)
    {
        if (to == Status)
        {
            return;
        }

        var action = ComplaintLifeCycle.Meant(Status, to);
        if (action is ComplaintAction.Reject or ComplaintAction.Reopen && string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolation("complaint.reason-missing", "Who rejects or reopens a case says why.");
        }

        Move(action, by, reason, now);
    }

    /// <summary>Corrects what was written down at intake.</summary>
    /// <exception cref="RuleViolation"><c>complaint.ended</c>: an ended case is a record.</exception>
    public void Amend(CaseText text, Actor by, DateTimeOffset now)
    {
        if (text == new CaseText(Name, Description, ExternalId, Severity))
        {
            return;
        }

        if (Status is ComplaintStatus.Closed or ComplaintStatus.Rejected or ComplaintStatus.Cancelled)
        {
            throw new RuleViolation("complaint.ended", $"A case that is {Status} is a record and does not change.");
        }

        (Name, Description, ExternalId, Severity) = (text.Name, text.Description, text.ExternalId, text.Severity);
        Touch(now);
        Record("amend", by, why: null, now);
    }

    /// <summary>Billing answered the question that was open since intake.</summary>
    public void SettleAccountCheck(bool known, Actor by, DateTimeOffset now)
    {
        AccountCheck = known ? AccountCheck.Verified : AccountCheck.Unknown;
        AccountCheckDueAt = null;
        Touch(now);
        Record("verifyAccount", by, known ? "known" : "unknown", now);
    }

    /// <summary>Billing is still away: ask again, each time after twice the pause, up to a minute.</summary>
    public void PostponeAccountCheck(DateTimeOffset now)
    {
        var pause = FirstRecheck * Math.Pow(2, Math.Min(AccountChecks, 10));
        AccountChecks++;
        AccountCheckDueAt = now + (pause < LongestRecheck ? pause : LongestRecheck);
    }

    private void Move(ComplaintAction action, Actor by, string? reason, DateTimeOffset now)
    {
        Status = ComplaintLifeCycle.Next(Status, action);
        StatusReason = reason;
        StatusChangedAt = now;
        Touch(now);
        Record(JsonNamingPolicy.CamelCase.ConvertName($"{action}"), by, reason, now);
    }

    private void Record(string what, Actor by, string? why, DateTimeOffset now) =>
        _history.Add(HistoryEntry.Of(Id, Version, what, by, why, now));

    private void Touch(DateTimeOffset now)
    {
        LastUpdate = now;
        Version++;
    }
}

/// <summary>What of a case can be corrected later.</summary>
public sealed record CaseText(string? Name, string Description, string? ExternalId, Severity Severity);

/// <summary>What is known when a case is taken.</summary>
/// <param name="AccountCheck">What Billing said of <paramref name="AccountId"/>.</param>
public sealed record NewCase(
    TicketType TicketType,
    Severity Severity,
    string Description,
    string? Name,
    string? ExternalId,
    IntakeChannel Channel,
    Guid? AccountId,
    AccountCheck AccountCheck,
    string? ContactPhone,
    string? ContactLanguage
);
