using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Billing.Domain.Bills;

/// <summary>What an account owes for a month (features.md B7). Its lines stand; what is paid of them moves.</summary>
public sealed class Bill
{
    private readonly List<BillLine> _lines = [];

    private Bill() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>Without a gap over all bills: <c>B-2026-00000001</c>.</summary>
    public string Number { get; private set; } = "";
    public Guid RunId { get; private set; }
    public Guid AccountId { get; private set; }

    /// <summary>yyyy-MM.</summary>
    public string Period { get; private set; } = "";
    public DateOnly BillDate { get; private set; }
    public DateOnly DueOn { get; private set; }
    public string Currency { get; private set; } = "";
    public decimal AmountDue { get; private set; }

    /// <summary>The part that is not charged for third parties.</summary>
    public decimal OwnCharges { get; private set; }
    public BillStatus Status { get; private set; }
    public DateTimeOffset IssuedAt { get; private set; }
    public DateTimeOffset? SettledAt { get; private set; }
    public DateTimeOffset? ReversedAt { get; private set; }
    public IReadOnlyList<BillLine> Lines => _lines;

    /// <summary>What is still to be paid, disputed lines included.</summary>
    public decimal Open => _lines.Sum(line => line.Open);

    /// <summary>Finance holds it back, checks it, lets it go again.</summary>
    /// <exception cref="RuleViolation"><c>bill.illegal-move</c>; <c>bill.already-reversed</c>.</exception>
    public void Move(BillAction by)
    {
        RequireStanding();
        Status = BillLifeCycle.Next(Status, by);
        Version++;
    }

    /// <summary>Takes it back: there is nothing to pay of it any more. Its lines stay as they were issued.</summary>
    /// <param name="balance">What the customer has, of which a bill below zero is a part.</param>
    /// <exception cref="RuleViolation">
    /// As for <see cref="RequireReversible"/>; <c>bill.credit-spent</c>: what it gave the customer paid for something else.
    /// </exception>
    public void Reverse(decimal balance, DateTimeOffset now)
    {
        RequireReversible();
        if (AmountDue < 0 && balance < -AmountDue)
        {
            throw new RuleViolation("bill.credit-spent", $"Of what {Number} gave the customer {balance} is left.");
        }

        (Status, ReversedAt) = (BillStatus.Settled, now);
        Version++;
    }

    /// <exception cref="RuleViolation">
    /// <c>bill.already-reversed</c>; <c>bill.paid</c>: money that came in for it would hang in the air.
    /// </exception>
    public void RequireReversible()
    {
        RequireStanding();

        // What a bill sets off within itself sums to what it left to the customer, zero or less: above it is payment.
        if (_lines.Sum(line => line.Settled) > 0)
        {
            throw new RuleViolation("bill.paid", $"Something of {Number} is paid already.");
        }
    }

    /// <summary>
    /// Takes from a sum what the bill's lines need, in their order (features.md B9). A line below zero, a correction of
    /// an earlier bill, pays for others before money does.
    /// </summary>
    /// <param name="offered">What there is to pay with; zero or less changes nothing.</param>
    /// <param name="disputed">Whether the lines in dispute are meant, or those that are not.</param>
    /// <returns>What was taken: never more than was offered, never more than is open.</returns>
    internal decimal Settle(decimal offered, bool disputed, DateTimeOffset now)
    {
        if (offered <= 0 || Open <= 0)
        {
            return 0;
        }

        var owing = _lines.Where(line => line.Open > 0 && line.IsDisputed == disputed).OrderBy(line => line.Seq);
        var owed = owing.Sum(line => line.Open);
        var credits = _lines.Where(line => line.Open < 0).OrderBy(line => line.Seq).ToList();
        var offset = Math.Min(owed, -credits.Sum(line => line.Open));
        var taken = Math.Min(offered, owed - offset);
        if (offset + taken == 0)
        {
            return 0;
        }

        BillLine.Spread(-offset, credits);
        BillLine.Spread(offset + taken, owing.ToList());
        if (taken > 0)
        {
            Status = BillSettlement.Next(Status, Open == 0 ? BillSettling.LastFen : BillSettling.Part);
            SettledAt = Open == 0 ? now : null;
        }

        Version++;
        return taken;
    }

    private void RequireStanding()
    {
        if (ReversedAt is not null)
        {
            throw new RuleViolation("bill.already-reversed", $"{Number} was reversed already.");
        }
    }
}

/// <summary>One charge of a bill.</summary>
public sealed class BillLine
{
    private BillLine() { }

    public int Seq { get; private set; }
    public BillLineKind Kind { get; private set; }

    /// <summary>The service line it is for; null for a charge of the account as such.</summary>
    public Guid? LineId { get; private set; }
    public Guid? SubscriptionId { get; private set; }
    public string? UsageKind { get; private set; }

    /// <summary>What a third party charged; null for a charge of ours.</summary>
    public Guid? ChargeId { get; private set; }

    /// <summary>The month it was used in; an adjustment is of an earlier one than the bill.</summary>
    public string Period { get; private set; } = "";
    public string NameZh { get; private set; } = "";
    public string NameEn { get; private set; } = "";
    public decimal? Quantity { get; private set; }
    public decimal? Included { get; private set; }
    public string? Unit { get; private set; }
    public decimal Amount { get; private set; }
    public decimal Settled { get; private set; }
    public bool IsDisputed { get; private set; }

    public decimal Open => Amount - Settled;

    /// <summary>Gives each line what it needs, in order, until the sum is spent; both have the same sign.</summary>
    internal static void Spread(decimal sum, IReadOnlyList<BillLine> lines)
    {
        foreach (var line in lines)
        {
            var part = Math.Abs(sum) < Math.Abs(line.Open) ? sum : line.Open;
            line.Settled += part;
            sum -= part;
        }
    }
}

public enum BillLineKind
{
    Recurring,
    OneOff,
    Usage,
    Adjustment,
    ThirdParty,
}

/// <summary>States of TMF678.</summary>
public enum BillStatus
{
    New,
    OnHold,
    Validated,
    Sent,
    PartiallyPaid,
    Settled,
}
