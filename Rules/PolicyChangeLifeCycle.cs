using static Rules.PolicyChangeAction;
using static Rules.PolicyChangeStatus;

namespace Rules;

public enum PolicyChangeStatus
{
    Proposed,
    Approved,
    Rejected,
}

public enum PolicyChangeAction
{
    Approve,
    Reject,
}

/// <summary>A decided change stays decided; who thinks better of it proposes another.</summary>
public static class PolicyChangeLifeCycle
{
    /// <exception cref="RuleViolation"><c>policy.already-decided</c>.</exception>
    // csharpier-ignore
    public static PolicyChangeStatus Next(PolicyChangeStatus from, PolicyChangeAction by) => (from, by) switch
    {
        (Proposed, Approve) => Approved,
        (Proposed, Reject)  => Rejected,
        _ => throw new RuleViolation("policy.already-decided", $"A change that is {from} cannot be decided again: {by}."),
    };
}
