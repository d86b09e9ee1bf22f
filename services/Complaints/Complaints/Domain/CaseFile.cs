using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Complaints.Domain;

/// <summary>
/// What is written down of a case: when it is taken by whom, about what and where to answer to (features.md C1, C2), and
/// then who did what with it (C18). Its words can be corrected and, with the case, forgotten; the rest stands.
/// </summary>
public abstract class CaseFile
{
    private readonly List<HistoryEntry> _history = [];

    private protected CaseFile() { }

    private protected CaseFile(NewCase @case, Actor by, string caseNumber, string? traceparent, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Version = 1;
        CaseNumber = caseNumber;
        TicketType = @case.TicketType;
        Channel = @case.Channel;
        OwnedBy = by.Subject;
        Unit = @case.Unit;
        ContactPhone = @case.ContactPhone;
        ContactLanguage = @case.ContactLanguage;
        OpenedAt = now;
        LastUpdate = now;
        Traceparent = traceparent;
        VasServiceId = @case.VasServiceId;
        Correct(new(@case.Name, @case.Description, @case.ExternalId, @case.Severity, @case.Nature));
    }

    public Guid Id { get; private set; }

    /// <summary>Raised by every change; ETag, concurrency token and version of the case's events.</summary>
    public long Version { get; private set; }

    /// <summary>What people read out over the phone: <c>C-20261121-000042</c>.</summary>
    public string CaseNumber { get; private set; } = "";
    public TicketType TicketType { get; private set; }
    public Severity Severity { get; private set; }

    /// <summary>What it is about; null when nobody said.</summary>
    public CaseNature? Nature { get; private set; }

    /// <summary>The value-added service it is about, as its taker or the finding says; null when it is about none.</summary>
    public Guid? VasServiceId { get; private set; }
    public string? Name { get; private set; }
    public string Description { get; private set; } = "";
    public string? ExternalId { get; private set; }
    public IntakeChannel Channel { get; private set; }

    /// <summary>By what its text is found, see <see cref="Domain.SearchTerms"/>.</summary>
    public string[] SearchTerms { get; private set; } = [];

    /// <summary>The token's subject that took the case and answers for it until it closes; a transfer never moves it.</summary>
    public string OwnedBy { get; private set; } = "";

    /// <summary>The unit that works on it now; staff see what is their unit's.</summary>
    public string? Unit { get; private set; }

    /// <summary>A number that the case itself carries; null: the account's contact counts.</summary>
    public string? ContactPhone { get; private set; }
    public string? ContactLanguage { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }
    public DateTimeOffset LastUpdate { get; private set; }

    /// <summary>The trace that opened the case: later work by itself goes on in it (P2).</summary>
    public string? Traceparent { get; private set; }

    /// <summary>What was done since the case was read; all of it stands in the table, which only grows (C18).</summary>
    public IReadOnlyList<HistoryEntry> History => _history;

    private protected CaseText Text => new(Name, Description, ExternalId, Severity, Nature);

    private protected void Correct(CaseText text)
    {
        (Name, Description, ExternalId) = (text.Name, text.Description, text.ExternalId);
        (Severity, Nature) = (text.Severity, text.Nature);
        SearchTerms = Domain.SearchTerms.Of(Name, Description);
    }

    private protected void IsAbout(Guid? vasService) => VasServiceId = vasService ?? VasServiceId;

    /// <summary>What is personal goes; number, times and owner stay as the tombstone (features.md C18).</summary>
    private protected void Forget()
    {
        (Name, Description, ExternalId, SearchTerms) = (null, "", null, []);
        (ContactPhone, ContactLanguage) = (null, null);
    }

    private protected void Touch(DateTimeOffset now)
    {
        LastUpdate = now;
        Version++;
    }

    private protected void Record(string what, Actor by, string? why, DateTimeOffset now) =>
        _history.Add(HistoryEntry.Of(Id, Version, what, by, why, now));

    /// <summary>As the history has it: <c>tellResult</c>.</summary>
    private protected static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
