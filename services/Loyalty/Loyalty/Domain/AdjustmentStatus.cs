using Rules;

namespace Loyalty.Domain;

public enum AdjustmentStatus
{
    Proposed,
    Approved,
    Rejected,
}

public enum AdjustmentAction
{
    Approve,
    Reject,
}

/// <summary>The life cycle of a correction.</summary>
public static class AdjustmentLifeCycle
{
    /// <exception cref="RuleViolation"><c>adjustment.already-decided</c>.</exception>
    public static AdjustmentStatus Next(AdjustmentStatus from, AdjustmentAction by) =>
        // csharpier-ignore
        (from, by) switch
        {
            (AdjustmentStatus.Proposed, AdjustmentAction.Approve) => AdjustmentStatus.Approved,
            (AdjustmentStatus.Proposed, AdjustmentAction.Reject) => AdjustmentStatus.Rejected,
            _ => throw new RuleViolation("adjustment.already-decided", $"The correction is {from} already."),
        };
}
