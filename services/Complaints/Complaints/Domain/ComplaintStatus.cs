using System.Text.Json;
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

    /// <summary>Of a type that nobody is called back for: an enquiry, praise.</summary>
    CloseWithoutCallback,
    Reopen,

    /// <summary>The customer's own withdrawal, recorded: nobody else cancels a case.</summary>
    Withdraw,
}

/// <summary>The life of a case (tmf.md, ticket states).</summary>
public static class ComplaintLifeCycle
{
    private const string IllegalMove = "complaint.illegal-move";

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
        (Resolved, CloseWithoutCallback) => Closed,
        (Resolved, Reopen)               => InProgress,
        _ => throw new RuleViolation(IllegalMove, $"A case that is {from} cannot {by}."),
    };

    /// <summary>The one action that a bare change of status means (tmf.md: a PATCH of status).</summary>
    /// <exception cref="RuleViolation">
    /// <c>complaint.illegal-move</c>: no action leads there. <c>complaint.needs-more</c>: one does, but it records more
    /// than a status, so it has an address of its own.
    /// </exception>
    /// <param name="needsCallback">Whether the case closes only after a callback (features.md C8).</param>
    // csharpier-ignore
    public static ComplaintAction Meant(ComplaintStatus from, ComplaintStatus to, bool needsCallback) => (from, to) switch
    {
        (Acknowledged, InProgress) => Start,
        (Acknowledged, Rejected)   => Reject,
        (InProgress, Pending)      => WaitForCustomer,
        (InProgress, Held)         => Hold,
        (InProgress, Resolved)     => Resolve,
        (Pending, InProgress)      => CustomerAnswered,
        (Held, InProgress)         => Resume,
        (Resolved, InProgress)     => Reopen,
        (Resolved, Closed)         => needsCallback
            ? throw NeedsMore("closes on a recorded callback")
            : CloseWithoutCallback,
        (Acknowledged or InProgress or Pending, Cancelled) => throw NeedsMore("is cancelled by the customer's withdrawal"),
        _ => throw new RuleViolation(IllegalMove, $"A case that is {from} cannot become {to}."),
    };

    /// <param name="owesAnswer">Whether the customer was promised an answer, which resolving then is.</param>
    /// <exception cref="RuleViolation"><c>complaint.reason-missing</c>.</exception>
    public static void RequireReason(ComplaintAction action, string? reason, bool owesAnswer)
    {
        if (
            (action is Reject or Reopen or WaitForCustomer || (action == Resolve && owesAnswer))
            && string.IsNullOrWhiteSpace(reason)
        )
        {
            throw new RuleViolation(
                "complaint.reason-missing",
                $"To {JsonNamingPolicy.CamelCase.ConvertName($"{action}")} a case takes a reason: "
                    + "why, for whom it waits, or what the answer is."
            );
        }
    }

    private static RuleViolation NeedsMore(string how) =>
        new("complaint.needs-more", $"A case {how}, not by its status.");
}
