using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Vas.Domain.Providers;

/// <summary>
/// What was put on a provider and why (features.md V9). It ends when two persons agree that it shall, or when somebody
/// who did not impose it finds the provider's objection right.
/// </summary>
public sealed class Sanction
{
    /// <summary>Who imposes what no person decided.</summary>
    public const string ByRule = "rule";

    private readonly List<Objection> _objections = [];

    private Sanction() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid ProviderId { get; private set; }
    public string ProviderNumber { get; private set; } = "";
    public SanctionKind Kind { get; private set; }
    public SanctionCause Cause { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>The provider's at that moment.</summary>
    public int Score { get; private set; }

    /// <summary>Of a fine.</summary>
    public decimal? Amount { get; private set; }
    public string? Currency { get; private set; }

    /// <summary>The month of the complaint rate behind it, <c>yyyy-MM</c>: one such sanction a month.</summary>
    public string? Period { get; private set; }
    public string? PolicyVersions { get; private set; }
    public SanctionStatus Status { get; private set; }

    /// <summary>The token's subject, or <see cref="ByRule"/>.</summary>
    public string ImposedBy { get; private set; } = "";
    public DateTimeOffset ImposedAt { get; private set; }
    public string? LiftProposedBy { get; private set; }
    public string? LiftedBy { get; private set; }
    public DateTimeOffset? LiftedAt { get; private set; }

    /// <summary>Why it shall end or did.</summary>
    public string? LiftReason { get; private set; }
    public IReadOnlyList<Objection> Objections => _objections;

    internal static Sanction On(Provider provider, SanctionGrounds grounds, string by, DateTimeOffset now)
    {
        if (grounds is { Kind: SanctionKind.Fine, Amount: not > 0 })
        {
            throw new RuleViolation("sanction.amount-missing", "A fine is an amount above zero.");
        }

        if (grounds.Kind != SanctionKind.Fine && grounds.Amount is not null)
        {
            throw new RuleViolation("sanction.amount-not-wanted", "Only a fine is an amount.");
        }

        var fine = grounds.Amount is { } amount ? new Money(amount, provider.Currency) : null;
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            ProviderId = provider.Id,
            ProviderNumber = provider.Number,
            Kind = grounds.Kind,
            Cause = grounds.Cause,
            Reason = grounds.Reason,
            Score = provider.Score,
            Amount = fine?.Amount,
            Currency = fine?.Currency,
            Period = grounds.Period,
            PolicyVersions = grounds.PolicyVersions,
            ImposedBy = by,
            ImposedAt = now,
        };
    }

    /// <summary>The first of two persons wants it lifted.</summary>
    /// <exception cref="RuleViolation"><c>sanction.illegal-move</c>.</exception>
    public void ProposeLifting(string reason, string by)
    {
        Status = SanctionLifeCycle.Next(Status, SanctionAction.ProposeLifting);
        (LiftProposedBy, LiftReason) = (by, reason);
        Version++;
    }

    /// <summary>It stays, or who wanted it lifted takes that back.</summary>
    /// <exception cref="RuleViolation"><c>sanction.illegal-move</c>.</exception>
    public void RefuseLifting()
    {
        Status = SanctionLifeCycle.Next(Status, SanctionAction.RefuseLifting);
        (LiftProposedBy, LiftReason) = (null, null);
        Version++;
    }

    /// <summary>A second person agrees: it is over.</summary>
    /// <exception cref="RuleViolation"><c>sanction.illegal-move</c>, <c>sanction.same-person</c>.</exception>
    public void ApproveLifting(Provider provider, bool otherStops, string by, DateTimeOffset now)
    {
        var lifted = SanctionLifeCycle.Next(Status, SanctionAction.ApproveLifting);
        if (by == LiftProposedBy)
        {
            throw new RuleViolation("sanction.same-person", "Who wants a sanction lifted cannot agree to it.");
        }

        End(lifted, LiftReason!, provider, otherStops, by, now);
    }

    /// <summary>The provider says that it is wrong. It stays in force until that is decided.</summary>
    /// <exception cref="RuleViolation"><c>sanction.over</c>, <c>objection.open-already</c>.</exception>
    public Objection RaiseObjection(string text, string by, DateTimeOffset now)
    {
        if (Status == SanctionStatus.Lifted)
        {
            throw new RuleViolation("sanction.over", "The sanction is lifted already.");
        }

        if (_objections.Exists(known => known.Status == ObjectionStatus.Open))
        {
            throw new RuleViolation("objection.open-already", "An objection to this sanction is not decided yet.");
        }

        var objection = Objection.To(this, text, by, now);
        _objections.Add(objection);
        Version++;
        return objection;
    }

    /// <summary>Somebody else than who imposed the sanction decides; an objection that is right ends it.</summary>
    /// <exception cref="RuleViolation">
    /// <c>objection.not-open</c>; <c>sanction.same-person</c>; <c>sanction.illegal-move</c>.
    /// </exception>
    public void DecideObjection(
        Guid objectionId,
        bool isRight,
        string answer,
        Provider provider,
        bool otherStops,
        string by,
        DateTimeOffset now
    )
    {
        var objection =
            _objections.SingleOrDefault(known => known.Id == objectionId && known.Status == ObjectionStatus.Open)
            ?? throw new RuleViolation("objection.not-open", "The objection is decided already.");
        if (by == ImposedBy)
        {
            throw new RuleViolation("sanction.same-person", "Who imposed a sanction does not decide on it again.");
        }

        if (isRight)
        {
            var lifted = SanctionLifeCycle.Next(Status, SanctionAction.UpholdObjection);
            End(lifted, answer, provider, otherStops, by, now);
        }
        else
        {
            Version++;
        }

        objection.Decide(isRight, answer, by, now);
    }

    private void End(
        SanctionStatus lifted,
        string reason,
        Provider provider,
        bool otherStops,
        string by,
        DateTimeOffset now
    )
    {
        (Status, LiftReason, LiftedBy, LiftedAt) = (lifted, reason, by, now);
        Version++;
        provider.SanctionEnded(Kind, otherStops, now);
    }
}
