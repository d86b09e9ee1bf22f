using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Vas.Domain.Settlement;

/// <summary>
/// A provider's settlement of a month (features.md V8): drafted by one person, open to the provider's objection for some
/// days, issued by another person. There is one per provider and month, for ever.
/// </summary>
public sealed class Statement
{
    private readonly List<StatementLine> _lines = [];
    private readonly List<Objection> _objections = [];

    private Statement() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>What people call it: <c>S-202611-SP-0001</c>.</summary>
    public string Number { get; private set; } = "";
    public Guid ProviderId { get; private set; }
    public string ProviderNumber { get; private set; } = "";
    public string ProviderNameZh { get; private set; } = "";
    public string ProviderNameEn { get; private set; } = "";

    /// <summary>yyyy-MM.</summary>
    public string Period { get; private set; } = "";
    public string Currency { get; private set; } = "";
    public StatementStatus Status { get; private set; }

    /// <summary>By which complaints were counted: one of <see cref="RateDefinition"/>.</summary>
    public string Definition { get; private set; } = "";
    public int Complaints { get; private set; }
    public int Subscribers { get; private set; }
    public decimal? Rate { get; private set; }
    public decimal Factor { get; private set; }

    /// <summary>What is paid to the provider; never negative.</summary>
    public decimal Payable { get; private set; }

    /// <summary>What the provider's next statement begins with; negative or nothing.</summary>
    public decimal CarriedForward { get; private set; }

    /// <summary>The issued statement that took <see cref="CarriedForward"/> in.</summary>
    public Guid? CarriedInto { get; private set; }

    /// <summary>Each with jurisdiction and version.</summary>
    public string PolicyVersions { get; private set; } = "";
    public string DraftedBy { get; private set; } = "";
    public DateTimeOffset DraftedAt { get; private set; }

    /// <summary>Until when the provider may object, and nobody may issue.</summary>
    public DateTimeOffset ObjectionsUntil { get; private set; }

    /// <summary>An objection was accepted: what follows from it shows in the next draft.</summary>
    public bool NeedsDraft { get; private set; }
    public string? IssuedBy { get; private set; }
    public DateTimeOffset? IssuedAt { get; private set; }
    public IReadOnlyList<StatementLine> Lines => _lines;
    public IReadOnlyList<Objection> Objections => _objections;

    public static Statement Draft(SettlementDraft draft, DraftedWhen when)
    {
        var statement = new Statement
        {
            Id = Guid.CreateVersion7(when.Now),
            Number = $"S-{draft.Period.Replace("-", "", StringComparison.Ordinal)}-{draft.ProviderNumber}",
            ProviderId = draft.ProviderId,
            ProviderNumber = draft.ProviderNumber,
            Period = draft.Period,
        };
        statement.Take(draft, when);
        return statement;
    }

    /// <summary>
    /// Takes a new calculation over. One that says the same changes nothing; any other gives the provider its days to
    /// object again.
    /// </summary>
    /// <returns>The deductions by complaints that are new or other than before; with 0 for one that is gone.</returns>
    /// <exception cref="RuleViolation"><c>settlement.illegal-move</c>.</exception>
    public IReadOnlyList<SettlementLine> DraftAgain(SettlementDraft draft, DraftedWhen when)
    {
        Status = StatementLifeCycle.Next(Status, StatementAction.DraftAgain);
        if (Says(draft))
        {
            if (NeedsDraft)
            {
                NeedsDraft = false;
                Version++;
            }

            return [];
        }

        var before = ByComplaints();
        Take(draft, when);
        var after = ByComplaints();
        return
        [
            .. after.Except(before),
            .. before.Where(old => !after.Any(line => IsSame(line, old))).Select(old => old with { Amount = 0 }),
        ];
    }

    /// <exception cref="RuleViolation">
    /// <c>settlement.illegal-move</c>; <c>settlement.window-over</c>; <c>objection.already-open</c>.
    /// </exception>
    public Objection RaiseObjection(string reason, string by, DateTimeOffset now)
    {
        Status = StatementLifeCycle.Next(Status, StatementAction.RaiseObjection);
        if (now >= ObjectionsUntil)
        {
            throw new RuleViolation("settlement.window-over", $"Objections were taken until {ObjectionsUntil:O}.");
        }

        if (_objections.Any(other => other.Status == ObjectionStatus.Open))
        {
            throw new RuleViolation("objection.already-open", "The objection before waits for its decision.");
        }

        var objection = Objection.Raise(Id, reason, by, now);
        _objections.Add(objection);
        Version++;
        return objection;
    }

    /// <summary>
    /// Who accepts an objection has its cause put right (the finding, the fine) and the statement drafted again.
    /// </summary>
    /// <exception cref="RuleViolation"><c>settlement.illegal-move</c>; <c>objection.already-decided</c>.</exception>
    public void Decide(Objection objection, bool accepts, string answer, string by, DateTimeOffset now)
    {
        Status = StatementLifeCycle.Next(Status, StatementAction.DecideObjection);
        objection.Decide(accepts, answer, by, now);
        NeedsDraft |= accepts;
        Version++;
    }

    /// <summary>It is final, and what is owed counts as settled.</summary>
    /// <param name="asOfNow">What the month comes to at this moment: nobody is billed what he was not shown.</param>
    /// <exception cref="RuleViolation">
    /// <c>settlement.illegal-move</c>, as for one issued before; <c>settlement.same-person</c>;
    /// <c>settlement.window-open</c>; <c>settlement.objection-open</c>; <c>settlement.outdated</c>.
    /// </exception>
    public void Issue(string by, SettlementDraft asOfNow, DateTimeOffset now)
    {
        var next = StatementLifeCycle.Next(Status, StatementAction.Issue);
        Require(by != DraftedBy, "same-person", "Who drafted a statement does not issue it.");
        Require(now >= ObjectionsUntil, "window-open", $"The provider may object until {ObjectionsUntil:O}.");
        Require(
            _objections.TrueForAll(objection => objection.Status != ObjectionStatus.Open),
            "objection-open",
            "The provider's objection waits for its decision."
        );
        Require(
            !NeedsDraft && Says(asOfNow),
            "outdated",
            "The month comes to something else than what the provider was shown: draft it again."
        );
        (Status, IssuedBy, IssuedAt) = (next, by, now);
        Version++;
    }

    /// <summary>Another statement of the provider was issued and begins with what this one left.</summary>
    internal void CarryInto(Statement next)
    {
        CarriedInto = next.Id;
        Version++;
    }

    private static void Require(bool holds, string code, string message)
    {
        if (!holds)
        {
            throw new RuleViolation($"settlement.{code}", message);
        }
    }

    private static bool IsSame(SettlementLine one, SettlementLine other) =>
        (one.Kind, one.SourceId) == (other.Kind, other.SourceId);

    private List<SettlementLine> ByComplaints() =>
        [.. _lines.OrderBy(line => line.Seq).Select(line => line.Calculated).Where(line => line.IsByComplaints)];

    private bool Says(SettlementDraft draft) =>
        (Definition, Complaints, Subscribers, Factor)
            == (draft.Definition, draft.Rate.Complaints, draft.Rate.Subscribers, draft.Rate.Factor)
        && _lines.OrderBy(line => line.Seq).Select(line => line.Calculated).SequenceEqual(draft.Lines);

    private void Take(SettlementDraft draft, DraftedWhen when)
    {
        (ProviderNameZh, ProviderNameEn, Currency) = (draft.ProviderNameZh, draft.ProviderNameEn, draft.Currency);
        Definition = draft.Definition;
        (Complaints, Subscribers, Rate, Factor) = (
            draft.Rate.Complaints,
            draft.Rate.Subscribers,
            draft.Rate.Rate,
            draft.Rate.Factor
        );
        _lines.Clear();
        _lines.AddRange(draft.Lines.Select((line, i) => StatementLine.Of(line, i + 1)));
        var total = draft.Lines.Sum(line => line.Amount);
        (Payable, CarriedForward) = (Math.Max(total, 0), Math.Min(total, 0));
        PolicyVersions = when.PolicyVersions;
        (DraftedBy, DraftedAt, ObjectionsUntil) = (when.By, when.Now, when.ObjectionsUntil);
        NeedsDraft = false;
        Version++;
    }
}

/// <summary>What a provider's month comes to.</summary>
public sealed record SettlementDraft(
    Guid ProviderId,
    string ProviderNumber,
    string ProviderNameZh,
    string ProviderNameEn,
    string Period,
    string Currency,
    string Definition,
    RateResult Rate,
    IReadOnlyList<SettlementLine> Lines
);

/// <summary>Who drafted it, and on what.</summary>
public sealed record DraftedWhen(string By, DateTimeOffset Now, DateTimeOffset ObjectionsUntil, string PolicyVersions);
