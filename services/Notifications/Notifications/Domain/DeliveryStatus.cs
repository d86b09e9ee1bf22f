using Rules;
using static Notifications.Domain.DeliveryAction;
using static Notifications.Domain.DeliveryStatus;

namespace Notifications.Domain;

/// <summary>Where a delivery stands on its way to the partner.</summary>
public enum DeliveryStatus
{
    /// <summary>Waits for its due time or for a free slot of its endpoint.</summary>
    Waiting,

    /// <summary>Claimed by a sender. When the claim runs out, the sender has died and it is sent again.</summary>
    Sending,
    Delivered,

    /// <summary>Given up after the last attempt.</summary>
    Failed,

    /// <summary>The partner answered 410, to this or another of the subscription: it never wants anything again.</summary>
    Gone,
}

/// <summary>What happens to a delivery.</summary>
public enum DeliveryAction
{
    Claim,

    /// <summary>Its sender did not come to it.</summary>
    GiveBack,
    Deliver,
    Postpone,
    GiveUp,
    EndForGood,

    /// <summary>The claim ran out: whether the partner has it nobody knows, so it gets it again.</summary>
    LoseSender,

    /// <summary>Ops send it again, under the same id.</summary>
    Replay,
}

/// <summary>The life of a delivery (features.md N9).</summary>
public static class DeliveryLifeCycle
{
    // csharpier-ignore
    public static DeliveryStatus Next(DeliveryStatus from, DeliveryAction by) => (from, by) switch
    {
        (Waiting, Claim)      => Sending,
        (Sending, GiveBack)   => Waiting,
        (Sending, Deliver)    => Delivered,
        (Sending, Postpone)   => Waiting,
        (Sending, GiveUp)     => Failed,
        (Sending, EndForGood) => Gone,
        (Sending, LoseSender) => Waiting,
        (Delivered, Replay)   => Waiting,
        (Failed, Replay)      => Waiting,
        _ => throw new RuleViolation("delivery.illegal-move", $"A delivery that is {from} cannot {by}."),
    };
}
