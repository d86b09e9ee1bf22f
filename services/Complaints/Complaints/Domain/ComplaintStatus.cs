using Rules;
using static Complaints.Domain.ComplaintAction;
using static Complaints.Domain.ComplaintStatus;

namespace Complaints.Domain;

/// <summary>Where a case stands; names are TMF621's.</summary>
public enum ComplaintStatus
{
    Acknowledged,
    InProgress,
    Pending,
    Held,
    Resolved,
    Closed,
    Rejected,
    Cancelled,
}

/// <summary>What can be done to a case.</summary>
public enum ComplaintAction
{
    Start,
    Reject,
    WaitForCustomer,
    CustomerAnswered,
    Hold,
    Resume,
    Resolve,
    CloseAfterCallback,
    Reopen,

    /// <summary>The customer's own withdrawal, recorded: nobody else cancels a case.</summary>
    Withdraw,
}

/// <summary>The life of a case (tmf.md, ticket states).</summary>
public static class ComplaintLifeCycle
{
    // csharpier-ignore
    public static ComplaintStatus Next(ComplaintStatus from, ComplaintAction by) => (from, by) switch
    {
        (Acknowledged, Start)            => InProgress,
        (Acknowledged, Reject)           => Rejected,
        (Acknowledged, Withdraw)         => Cancelled,
        (InProgress, WaitForCustomer)    => Pending,
        (InProgress, Hold)               => Held,
        (InProgress, Resolve)            => Resolved,
        (InProgress, Withdraw)           => Cancelled,
        (Pending, CustomerAnswered)      => InProgress,
        (Pending, Withdraw)              => Cancelled,
        (Held, Resume)                   => InProgress,
        (Resolved, CloseAfterCallback)   => Closed,
        (Resolved, Reopen)               => InProgress,
        _ => throw new RuleViolation("complaint.illegal-move", $"A case that is {from} cannot {by}."),
    };
}
