using System;
using Rules;

namespace Billing.Domain.Bills;

/// <summary>
/// A wrong bill is taken back by two persons of finance (features.md B15): one asks and says why, another agrees. Nothing
/// is posted before that.
/// </summary>
public sealed class BillReversal
{
    private BillReversal() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid BillId { get; private set; }
    public BillReversalStatus Status { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>The token's subject.</summary>
    public string RequestedBy { get; private set; } = "";
    public DateTimeOffset RequestedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <exception cref="RuleViolation"><c>bill.already-reversed</c>; <c>bill.paid</c>.</exception>
    public static BillReversal Request(Bill bill, string reason, string by, DateTimeOffset now)
    {
        bill.RequireReversible();
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            BillId = bill.Id,
            Status = BillReversalStatus.Requested,
            Reason = reason,
            RequestedBy = by,
            RequestedAt = now,
        };
    }

    /// <exception cref="RuleViolation">
    /// <c>bill-reversal.decided</c>; <c>bill-reversal.same-person</c>: who asks cannot agree.
    /// </exception>
    public void Approve(string by, DateTimeOffset now)
    {
        if (by == RequestedBy)
        {
            throw new RuleViolation("bill-reversal.same-person", "Who asked for a reversal cannot approve it.");
        }

        Decide(BillReversalStatus.Approved, by, now);
    }

    /// <summary>Turned down, or taken back by who asked.</summary>
    /// <exception cref="RuleViolation"><c>bill-reversal.decided</c>.</exception>
    public void Reject(string by, DateTimeOffset now) => Decide(BillReversalStatus.Rejected, by, now);

    private void Decide(BillReversalStatus decision, string by, DateTimeOffset now)
    {
        if (Status != BillReversalStatus.Requested)
        {
            throw new RuleViolation("bill-reversal.decided", $"This reversal is {Status} already.");
        }

        (Status, DecidedBy, DecidedAt) = (decision, by, now);
        Version++;
    }
}

public enum BillReversalStatus
{
    Requested,
    Approved,
    Rejected,
}
