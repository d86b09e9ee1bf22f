using System;
using System.Collections.Generic;

namespace Vas.Domain.Settlement;

/// <summary>
/// What Vas knows of a case about a value-added service (features.md V7, C15). Each part of it stands as the newest event
/// said, in whatever order events come: case, service, end and finding have a version each.
/// </summary>
public sealed class ComplaintFact
{
    private const string Complaint = "complaint";
    private const string Closed = "closed";
    private const string Provider = "provider";

    private ComplaintFact() { }

    public Guid ComplaintId { get; private set; }

    /// <summary>The newest version of the case that was heard of.</summary>
    public long Version { get; private set; }
    public string CaseNumber { get; private set; } = "";
    public string TicketType { get; private set; } = "";
    public Guid? AccountId { get; private set; }

    /// <summary>The last one that was named.</summary>
    public Guid? ServiceId { get; private set; }
    public long ServiceVersion { get; private set; }

    /// <summary>Whose service it is; null when nobody named one that there is.</summary>
    public Guid? ProviderId { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public string? Outcome { get; private set; }
    public long ClosedVersion { get; private set; }
    public bool? IsUpheld { get; private set; }

    /// <summary><c>provider</c>, <c>unit</c> or <c>nobody</c>; null before a finding.</summary>
    public string? Responsible { get; private set; }
    public DateTimeOffset? FoundAt { get; private set; }
    public long FoundVersion { get; private set; }

    /// <summary>The month that it counts in by <see cref="RateDefinition.AllV1"/>; null when it does not.</summary>
    public string? AllPeriod { get; private set; }

    /// <summary>The month that it counts in by <see cref="RateDefinition.UpheldV1"/>; null when it does not.</summary>
    public string? UpheldPeriod { get; private set; }

    /// <summary>Whether the finding makes the provider pay: the customer was right and it is responsible.</summary>
    public bool IsProvidersFault => IsUpheld == true && Responsible == Provider;

    private bool IsClosedComplaint => ClosedAt is not null && Outcome == Closed && TicketType == Complaint;

    public static ComplaintFact Of(Guid complaintId) => new() { ComplaintId = complaintId };

    /// <summary>Every event tells of the case itself.</summary>
    public void Hear(CaseHeard heard)
    {
        if (heard.Version > Version)
        {
            (Version, CaseNumber, TicketType) = (heard.Version, heard.CaseNumber, heard.TicketType);
            AccountId = heard.AccountId;
        }

        if (heard.ServiceId is { } service && heard.Version > ServiceVersion)
        {
            (ServiceId, ServiceVersion) = (service, heard.Version);
        }
    }

    public void HearClosed(CaseHeard heard, string outcome, DateTimeOffset closedAt)
    {
        Hear(heard);
        if (heard.Version > ClosedVersion)
        {
            (Outcome, ClosedAt, ClosedVersion) = (outcome, closedAt, heard.Version);
        }
    }

    public void HearFinding(CaseHeard heard, bool isUpheld, string responsible, DateTimeOffset foundAt)
    {
        Hear(heard);
        if (heard.Version > FoundVersion)
        {
            (IsUpheld, Responsible, FoundAt, FoundVersion) = (isUpheld, responsible, foundAt, heard.Version);
        }
    }

    /// <summary>
    /// Settles where it counts: in the month of its closing or, once that month's statement is issued, in the next one
    /// that is not. What an issued statement was made of does not move any more (policies.md, <c>sp.rate.period</c>).
    /// </summary>
    /// <param name="providerId">Whose service it is about.</param>
    /// <param name="issued">The provider's months whose statements are issued.</param>
    /// <param name="zone">In which months are told apart.</param>
    public void Count(Guid? providerId, IReadOnlySet<string> issued, TimeZoneInfo zone)
    {
        if (providerId != ProviderId)
        {
            (ProviderId, AllPeriod, UpheldPeriod) = (providerId, null, null); // where it counted was the other one's month
        }

        AllPeriod = PeriodOf(AllPeriod, IsClosedComplaint && providerId is not null, issued, zone);
        UpheldPeriod = PeriodOf(
            UpheldPeriod,
            IsClosedComplaint && providerId is not null && IsProvidersFault,
            issued,
            zone
        );
    }

    public string? PeriodBy(string definition) => definition == RateDefinition.AllV1 ? AllPeriod : UpheldPeriod;

    private string? PeriodOf(string? known, bool counts, IReadOnlySet<string> issued, TimeZoneInfo zone)
    {
        if (known is not null && issued.Contains(known))
        {
            return known;
        }

        if (!counts)
        {
            return null;
        }

        var month = SettlementMonth.Of(ClosedAt!.Value, zone);
        while (issued.Contains(month.ToString()))
        {
            month = month.Next;
        }

        return month.ToString();
    }
}

/// <summary>What every event of a case says.</summary>
/// <param name="Version">Of the case.</param>
/// <param name="ServiceId">The value-added service it is about; null when the event names none.</param>
public sealed record CaseHeard(long Version, string CaseNumber, string TicketType, Guid? AccountId, Guid? ServiceId);
