using Rules;
using static Vas.Domain.Settlement.RefundAction;
using static Vas.Domain.Settlement.RefundStatus;

namespace Vas.Domain.Settlement;

/// <summary>Why a charge is given back (features.md V15): it decides how many times.</summary>
public enum RefundGround
{
    /// <summary>Nobody is to blame: once.</summary>
    Mistake,

    /// <summary>Confirmed to be wrong, as without consent (policies.md, <c>vas.refund.confirmed</c>).</summary>
    Overcharge,

    /// <summary>The provider deceived the customer (<c>vas.refund.fraud</c>, with its least sum).</summary>
    Fraud,
}

public enum RefundStatus
{
    /// <summary>Waits for the provider's evidence and a second person.</summary>
    Proposed,

    /// <summary>Decided; Billing has not answered yet.</summary>
    Approved,
    Paid,
    Rejected,

    /// <summary>Billing would not pay it.</summary>
    Refused,
}

public enum RefundAction
{
    BringEvidence,
    Approve,
    Reject,
    Pay,
    Refuse,
}

/// <summary>The life of a refund (features.md V15).</summary>
public static class RefundLifeCycle
{
    /// <exception cref="RuleViolation"><c>refund.illegal-move</c>.</exception>
    // csharpier-ignore
    public static RefundStatus Next(RefundStatus from, RefundAction by) => (from, by) switch
    {
        (Proposed, BringEvidence)  => Proposed,
        (Proposed, Approve)        => Approved,
        (Proposed, Reject)         => Rejected,
        (Approved, Pay)            => Paid,
        (Approved, Refuse)         => Refused,
        _ => throw new RuleViolation("refund.illegal-move", $"A refund that is {from} cannot {by}."),
    };
}
