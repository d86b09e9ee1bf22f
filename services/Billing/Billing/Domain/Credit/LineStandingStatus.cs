using Rules;
using static Billing.Domain.Credit.CreditAction;
using static Billing.Domain.Credit.LineStandingStatus;

namespace Billing.Domain.Credit;

/// <summary>How far credit control went with a line (features.md B10).</summary>
public enum LineStandingStatus
{
    Active,

    /// <summary>The switch is told to bar the line; it still works, or nobody knows yet.</summary>
    SuspensionOrdered,

    /// <summary>The switch has confirmed: emergency calls and the payment page stay, nothing else does.</summary>
    Suspended,

    /// <summary>Paid, and the switch is told to open the line (features.md B11).</summary>
    RestoreOrdered,

    /// <summary>The line is gone; a payment does not bring it back.</summary>
    Terminated,
}

/// <summary>What can happen to a line's standing.</summary>
public enum CreditAction
{
    OrderSuspension,
    ConfirmSuspension,

    /// <summary>Paid before the switch had confirmed.</summary>
    TakeSuspensionBack,
    OrderRestore,
    ConfirmRestore,
    Terminate,
}

/// <summary>The life of a line under credit control.</summary>
public static class LineStandingLifeCycle
{
    // csharpier-ignore
    /// <exception cref="RuleViolation"><c>standing.illegal-move</c>.</exception>
    public static LineStandingStatus Next(LineStandingStatus from, CreditAction by) => (from, by) switch
    {
        (Active, OrderSuspension)               => SuspensionOrdered,
        (SuspensionOrdered, ConfirmSuspension)  => Suspended,
        (SuspensionOrdered, TakeSuspensionBack) => Active,
        (Suspended, OrderRestore)               => RestoreOrdered,
        (Suspended, Terminate)                  => Terminated,
        (RestoreOrdered, ConfirmRestore)        => Active,
        _ => throw new RuleViolation("standing.illegal-move", $"A line that is {from} cannot {by}."),
    };
}
