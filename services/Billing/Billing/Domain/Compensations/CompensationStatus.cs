using Rules;
using static Billing.Domain.Compensations.CompensationAction;
using static Billing.Domain.Compensations.CompensationStatus;

namespace Billing.Domain.Compensations;

public enum CompensationStatus
{
    /// <summary>Waits for a second person.</summary>
    Requested,
    Granted,
    Rejected,
    ClawedBack,
}

public enum CompensationAction
{
    Grant,
    Reject,
    ClawBack,
}

/// <summary>The life of a compensation (features.md B12).</summary>
public static class CompensationLifeCycle
{
    /// <exception cref="RuleViolation"><c>compensation.illegal-move</c>.</exception>
    // csharpier-ignore
    public static CompensationStatus Next(CompensationStatus from, CompensationAction by) => (from, by) switch
    {
        (Requested, Grant)   => Granted,
        (Requested, Reject)  => Rejected,
        (Granted, ClawBack)  => ClawedBack,
        _ => throw new RuleViolation("compensation.illegal-move", $"A compensation that is {from} cannot {by}."),
    };
}
