using System;
using System.Linq;
using Complaints.Contracts.Events.V1;
using Complaints.Domain;
using ServiceDefaults.Messaging;

namespace Complaints.Features;

/// <summary>What the others are told when a case changes; each fact leaves in the commit that makes it one.</summary>
internal static class ComplaintFacts
{
    /// <summary>Where a case stands, to be told apart from where it stands after a change.</summary>
    public static CaseStanding Standing(this Complaint complaint) => new(complaint.Status, complaint.EscalationLevel);

    /// <summary>Where a case stands now, if that is not where it stood before.</summary>
    public static void AddMove(this Outbox outbox, Complaint complaint, CaseStanding before, DateTimeOffset now)
    {
        if (complaint.EscalationLevel != before.Level)
        {
            outbox.Add(complaint.Id, complaint.Version, Escalated(complaint, now));
        }

        if (complaint.Status == before.Status)
        {
            return;
        }

        switch (complaint.Status)
        {
            case ComplaintStatus.Resolved:
                outbox.Add(complaint.Id, complaint.Version, Resolved(complaint, now));
                if (complaint.NeedsCallback)
                {
                    outbox.Add(complaint.Id, complaint.Version, CallbackDue(complaint, now));
                }

                break;
            case ComplaintStatus.Closed or ComplaintStatus.Rejected or ComplaintStatus.Cancelled:
                outbox.Add(complaint.Id, complaint.Version, Closed(complaint, complaint.Status.ToWord(), now));
                break;
            case ComplaintStatus.InProgress when before.Status == ComplaintStatus.Resolved:
                outbox.Add(complaint.Id, complaint.Version, Reopened(complaint, now));
                break;
            default:
                break; // moves that nobody else acts on
        }
    }

    public static void AddAlarm(this Outbox outbox, Complaint complaint, ClockAlarm alarm, DateTimeOffset now) =>
        outbox.Add(
            complaint.Id,
            complaint.Version,
            alarm.IsBreach ? Overdue(complaint, alarm, now) : DueSoon(complaint, alarm)
        );

    public static ComplaintOpened Opened(Complaint complaint) =>
        new(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            complaint.TicketType.ToWord(),
            complaint.Severity.ToWord(),
            complaint.Channel.ToWord(),
            complaint.AccountId,
            complaint.ContactPhone,
            complaint.ContactLanguage,
            complaint.OpenedAt,
            complaint.Nature?.ToWord(),
            complaint.VasServiceId
        );

    public static ComplaintAcknowledged Acknowledged(Complaint complaint, DateTimeOffset now) =>
        new(complaint.Id, complaint.Version, complaint.CaseNumber, now);

    private static ComplaintEscalated Escalated(Complaint complaint, DateTimeOffset now) =>
        new(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            complaint.TicketType.ToWord(),
            complaint.EscalationLevel.ToWord(),
            complaint.Unit,
            complaint.OwnedBy,
            complaint.History.Last(entry => entry.What == "escalate").Why ?? "",
            now
        );

    public static ComplaintClosed Closed(Complaint complaint, string outcome, DateTimeOffset now) =>
        new(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            complaint.TicketType.ToWord(),
            complaint.AccountId,
            outcome,
            complaint.StatusReason,
            now,
            complaint.ContactPhone,
            complaint.ContactLanguage,
            complaint.Nature?.ToWord(),
            complaint.VasServiceId
        );

    /// <summary>What was found last; the first time it is recorded, later it changed.</summary>
    public static object Found(Complaint complaint, bool isFirst)
    {
        var found = complaint.Finding!;
        var recorded = new FindingRecorded(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            complaint.TicketType.ToWord(),
            complaint.AccountId,
            found.VasServiceId,
            found.IsUpheld,
            found.Responsible.ToWord(),
            found.Unit,
            found.Cause!,
            complaint.Status == ComplaintStatus.Closed,
            found.At
        );
        return isFirst
            ? recorded
            : new FindingChanged(
                recorded.ComplaintId,
                recorded.Version,
                recorded.CaseNumber,
                recorded.TicketType,
                recorded.AccountId,
                recorded.VasServiceId,
                recorded.IsUpheld,
                recorded.Responsible,
                recorded.Unit,
                recorded.Cause,
                recorded.IsClosed,
                recorded.FoundAt
            );
    }

    private static ComplaintResolved Resolved(Complaint complaint, DateTimeOffset now) =>
        new(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            complaint.TicketType.ToWord(),
            complaint.AccountId,
            complaint.Resolution,
            complaint.NeedsCallback,
            now,
            complaint.ContactPhone,
            complaint.ContactLanguage
        );

    private static CallbackDue CallbackDue(Complaint complaint, DateTimeOffset now) =>
        new(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            complaint.TicketType.ToWord(),
            complaint.AccountId,
            complaint.Unit,
            now
        );

    private static ComplaintReopened Reopened(Complaint complaint, DateTimeOffset now) =>
        new(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            complaint.TicketType.ToWord(),
            complaint.AccountId,
            complaint.StatusReason ?? "",
            now,
            complaint.ContactPhone,
            complaint.ContactLanguage
        );

    private static StepDueSoon DueSoon(Complaint complaint, ClockAlarm alarm) =>
        new(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            alarm.Kind.ToWord(),
            complaint.Unit,
            complaint.OwnedBy,
            alarm.DueAt
        );

    private static StepOverdue Overdue(Complaint complaint, ClockAlarm alarm, DateTimeOffset now) =>
        new(
            complaint.Id,
            complaint.Version,
            complaint.CaseNumber,
            alarm.Kind.ToWord(),
            complaint.Unit,
            complaint.OwnedBy,
            alarm.DueAt,
            now
        );
}

/// <summary>What of a case the others are told when it changes.</summary>
internal sealed record CaseStanding(ComplaintStatus Status, EscalationLevel Level);
