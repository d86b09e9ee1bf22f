using System;
using Billing.Domain.Bills;
using Rules;

namespace Billing.Domain.Credit;

/// <summary>
/// A customer says that a charge is wrong. A third party's charge is left out of arrears until it is decided
/// (dunning.exclude_disputed_vas); the operator's own charges stay arrears. Upholding a dispute writes nothing off:
/// the money comes back as a compensation (features.md B12).
/// </summary>
public sealed class BillDispute
{
    private BillDispute() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid BillId { get; private set; }
    public int Seq { get; private set; }
    public Guid AccountId { get; private set; }

    /// <summary>The case that it came from, where there is one.</summary>
    public string? CaseNumber { get; private set; }
    public string Reason { get; private set; } = "";
    public string RaisedBy { get; private set; } = "";
    public DateTimeOffset RaisedAt { get; private set; }

    /// <summary>Null while it is undecided.</summary>
    public bool? IsUpheld { get; private set; }
    public string? DecisionReason { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <exception cref="RuleViolation">
    /// <c>dispute.bill-not-issued</c>; <c>dispute.bill-reversed</c>; <c>dispute.nothing-charged</c>.
    /// </exception>
    public static BillDispute Raise(
        Bill bill,
        BillLine charge,
        string reason,
        string? caseNumber,
        string by,
        DateTimeOffset now
    )
    {
        if (bill.Status is BillStatus.New or BillStatus.OnHold or BillStatus.Validated)
        {
            throw new RuleViolation("dispute.bill-not-issued", "The customer has not been sent this bill yet.");
        }

        if (bill.ReversedAt is not null)
        {
            throw new RuleViolation("dispute.bill-reversed", "The bill was taken back; nothing is owed on it.");
        }

        if (charge.Amount <= 0)
        {
            throw new RuleViolation("dispute.nothing-charged", "Nothing is charged on this line of the bill.");
        }

        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            BillId = bill.Id,
            Seq = charge.Seq,
            AccountId = bill.AccountId,
            CaseNumber = caseNumber,
            Reason = reason,
            RaisedBy = by,
            RaisedAt = now,
        };
    }

    /// <exception cref="RuleViolation">
    /// <c>dispute.decided</c>; <c>dispute.own</c>: who raised it does not decide it.
    /// </exception>
    public void Decide(bool isUpheld, string reason, string by, DateTimeOffset now)
    {
        if (DecidedAt is not null)
        {
            throw new RuleViolation("dispute.decided", "The dispute was decided before; a decision stands.");
        }

        if (by == RaisedBy)
        {
            throw new RuleViolation("dispute.own", "Whoever raised a dispute does not decide it.");
        }

        (IsUpheld, DecisionReason, DecidedBy, DecidedAt) = (isUpheld, reason, by, now);
        Version++;
    }
}
