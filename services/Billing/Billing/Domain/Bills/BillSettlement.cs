using Rules;
using static Billing.Domain.Bills.BillSettling;
using static Billing.Domain.Bills.BillStatus;

namespace Billing.Domain.Bills;

/// <summary>What money does to a bill.</summary>
public enum BillSettling
{
    Part,

    /// <summary>Nothing of it is open any longer.</summary>
    LastFen,
}

/// <summary>The part of a bill's life that payments, balances and compensations move (tmf.md, bills).</summary>
public static class BillSettlement
{
    /// <exception cref="RuleViolation"><c>bill.not-payable</c>: it was not sent yet, or nothing of it is open.</exception>
    // csharpier-ignore
    public static BillStatus Next(BillStatus from, BillSettling by) => (from, by) switch
    {
        (Sent, Part)             => PartiallyPaid,
        (Sent, LastFen)          => Settled,
        (PartiallyPaid, Part)    => PartiallyPaid,
        (PartiallyPaid, LastFen) => Settled,
        _ => throw new RuleViolation("bill.not-payable", $"A bill that is {from} takes no money."),
    };
}
