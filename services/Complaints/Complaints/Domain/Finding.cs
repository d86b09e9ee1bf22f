using System;
using Rules;

namespace Complaints.Domain;

/// <summary>Who answers for what went wrong (features.md C15).</summary>
public enum Responsible
{
    /// <summary>The provider of the value-added service that the case is about.</summary>
    Provider,

    /// <summary>One of the operator's own units.</summary>
    Unit,
    Nobody,
}

/// <summary>What was found out about a case.</summary>
/// <param name="IsUpheld">Whether the customer was right.</param>
/// <param name="Unit">Only, and always, when a unit is responsible.</param>
/// <param name="Cause">What went wrong, for staff, Vas and appraisal.</param>
/// <param name="VasServiceId">The service it turned out to be about; null: the one that the case names.</param>
public sealed record FindingFacts(
    bool IsUpheld,
    Responsible Responsible,
    string? Unit,
    string Cause,
    Guid? VasServiceId
)
{
    /// <exception cref="RuleViolation">
    /// <c>finding.unit-missing</c>, <c>finding.unit-without-responsibility</c>, <c>finding.service-missing</c>.
    /// </exception>
    internal void Check()
    {
        if (Responsible == Responsible.Unit && Unit is null)
        {
            throw new RuleViolation("finding.unit-missing", "Of the operator's units one has to be named.");
        }

        if (Responsible != Responsible.Unit && Unit is not null)
        {
            throw new RuleViolation(
                "finding.unit-without-responsibility",
                "A unit is named only when it is responsible."
            );
        }

        if (Responsible == Responsible.Provider && VasServiceId is null)
        {
            throw new RuleViolation(
                "finding.service-missing",
                "Without a service nobody knows which provider is meant."
            );
        }
    }
}

/// <summary>A recorded finding. Only added: a later one takes its place; of a deleted case it loses its words.</summary>
public sealed class Finding
{
    private Finding() { }

    public long Position { get; private set; }
    public Guid ComplaintId { get; private set; }

    /// <summary>The version of the case that this made.</summary>
    public long Version { get; private set; }
    public bool IsUpheld { get; private set; }
    public Responsible Responsible { get; private set; }
    public string? Unit { get; private set; }

    /// <summary>Null of a deleted case.</summary>
    public string? Cause { get; private set; }
    public Guid? VasServiceId { get; private set; }
    public string Who { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    internal void Forget() => Cause = null;

    internal bool Says(FindingFacts facts) =>
        (IsUpheld, Responsible, Unit, Cause, VasServiceId)
        == (facts.IsUpheld, facts.Responsible, facts.Unit, facts.Cause, facts.VasServiceId);

    internal static Finding Of(Guid complaint, long version, FindingFacts facts, Actor by, DateTimeOffset at) =>
        new()
        {
            ComplaintId = complaint,
            Version = version,
            IsUpheld = facts.IsUpheld,
            Responsible = facts.Responsible,
            Unit = facts.Unit,
            Cause = facts.Cause,
            VasServiceId = facts.VasServiceId,
            Who = by.Subject,
            At = at,
        };
}
