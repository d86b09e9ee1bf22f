using Rules;
using static Notifications.Domain.MessageAction;
using static Notifications.Domain.MessageStatus;

namespace Notifications.Domain;

/// <summary>Where a message stands on its way to the customer.</summary>
public enum MessageStatus
{
    /// <summary>Waits for the end of quiet hours; then it is decided on again.</summary>
    Held,

    /// <summary>Waits for its receiver to be known or for its turn.</summary>
    Waiting,

    /// <summary>Claimed by a sender. When the claim runs out, whether the gateway took it is unknown until asked.</summary>
    Sending,

    /// <summary>The gateway has it; its receipt is to come.</summary>
    Accepted,
    Delivered,
    Failed,

    /// <summary>Held, and when it came due no longer true or no longer wanted; the decision says why.</summary>
    Dropped,
}

/// <summary>What happens to a message.</summary>
public enum MessageAction
{
    /// <summary>It may go out now.</summary>
    Release,

    /// <summary>It is quiet again, or still.</summary>
    HoldOn,
    Drop,
    Claim,
    Accept,

    /// <summary>Certainly not accepted: it may be tried again without a second copy arriving.</summary>
    PutBack,
    Refuse,
    ConfirmDelivery,
    ConfirmFailure,
}

/// <summary>The life of a message (features.md N3, N4, N5).</summary>
public static class MessageLifeCycle
{
    // csharpier-ignore
    public static MessageStatus Next(MessageStatus from, MessageAction by) => (from, by) switch
    {
        (Held, Release)              => Waiting,
        (Held, HoldOn)               => Held,
        (Held, Drop)                 => Dropped,
        (Waiting, Claim)             => Sending,
        (Waiting, Accept)            => Accepted, // put back, but the gateway proves to have it: its word counts
        (Waiting, ConfirmDelivery)   => Delivered,
        (Waiting, ConfirmFailure)    => Failed,
        (Sending, Accept)            => Accepted,
        (Sending, PutBack)           => Waiting,
        (Sending, Refuse)            => Failed,
        (Sending, ConfirmDelivery)   => Delivered, // the receipt was faster than our own record
        (Sending, ConfirmFailure)    => Failed,
        (Accepted, ConfirmDelivery)  => Delivered,
        (Accepted, ConfirmFailure)   => Failed,
        _ => throw new RuleViolation("message.illegal-move", $"A message that is {from} cannot {by}."),
    };
}
