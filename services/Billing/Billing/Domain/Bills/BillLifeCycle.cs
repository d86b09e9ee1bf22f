using Rules;
using static Billing.Domain.Bills.BillAction;
using static Billing.Domain.Bills.BillStatus;

namespace Billing.Domain.Bills;

/// <summary>What finance can do to a bill by its state; payments move the rest.</summary>
public enum BillAction
{
    Hold,
    Validate,
    Send,
}

/// <summary>The moves of a bill's state that a person makes (tmf.md, TMF678). A bill on hold is not dunned.</summary>
public static class BillLifeCycle
{
    private const string IllegalMove = "bill.illegal-move";

    // csharpier-ignore
    public static BillStatus Next(BillStatus from, BillAction by) => (from, by) switch
    {
        (New, Hold)        => OnHold,
        (New, Validate)    => Validated,
        (Validated, Hold)  => OnHold,
        (Validated, Send)  => Sent,
        (Sent, Hold)       => OnHold,
        (OnHold, Validate) => Validated,
        _ => throw new RuleViolation(IllegalMove, $"A bill that is {from} cannot {by}."),
    };

    /// <summary>The action that a bare change of state means.</summary>
    /// <exception cref="RuleViolation"><c>bill.illegal-move</c>: only payments or a bill run lead there.</exception>
    // csharpier-ignore
    public static BillAction Meant(BillStatus from, BillStatus to) => to switch
    {
        OnHold    => Hold,
        Validated => Validate,
        Sent      => Send,
        _ => throw new RuleViolation(IllegalMove, $"A bill that is {from} cannot be made {to}."),
    };
}
