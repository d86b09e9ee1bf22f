using System;
using System.Collections.Generic;
using System.Linq;

namespace Vas.Domain.Settlement;

/// <summary>In the order of policies.md, <c>settlement.order</c>.</summary>
public enum SettlementLineKind
{
    /// <summary>The provider's share of what falls into one band.</summary>
    Share,
    BadDebt,
    ServiceFee,

    /// <summary>What the complaint rate's grade takes off.</summary>
    ComplaintFactor,
    Penalty,

    /// <summary>A refund that the provider owes or gets back, or what it got for charges that were reversed since.</summary>
    ClawBack,

    /// <summary>What earlier statements left negative.</summary>
    CarriedIn,
}

/// <summary>One line of a statement: <c>Amount</c> is ±(<c>Basis</c> × <c>Rate</c>), rounded once, half away from zero.</summary>
/// <param name="Amount">What the provider gets; negative for a deduction.</param>
/// <param name="SourceId">The compensation, refund or sanction behind it; the statement that paid for what was reversed.</param>
/// <param name="Note">For the provider to read.</param>
/// <param name="Complaints">The complaints that caused it, by case number.</param>
public sealed record SettlementLine(
    SettlementLineKind Kind,
    decimal Basis,
    decimal Rate,
    decimal Amount,
    Guid? SourceId,
    string? Note,
    IReadOnlyList<ComplaintRef> Complaints
)
{
    /// <summary>Whether complaints caused it, so that a partner is told by itself.</summary>
    public bool IsByComplaints =>
        Kind is SettlementLineKind.ComplaintFactor or SettlementLineKind.ClawBack && Complaints.Count > 0;

    public bool Equals(SettlementLine? other) =>
        other is not null
        && (Kind, Basis, Rate, Amount, SourceId, Note)
            == (other.Kind, other.Basis, other.Rate, other.Amount, other.SourceId, other.Note)
        && Complaints.SequenceEqual(other.Complaints);

    public override int GetHashCode() => HashCode.Combine(Kind, Basis, Rate, Amount, SourceId);
}

/// <summary>A complaint, by which people call it.</summary>
public readonly record struct ComplaintRef(Guid Id, string CaseNumber);
