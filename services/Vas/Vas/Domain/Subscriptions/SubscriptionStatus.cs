using Rules;

namespace Vas.Domain.Subscriptions;

public enum SubscriptionStatus
{
    /// <summary>The prompt is out; nothing is subscribed and nothing can be charged.</summary>
    PendingActive,

    /// <summary>Confirmed, with a consent in the provider's chain.</summary>
    Active,

    /// <summary>It was active and is over.</summary>
    Terminated,

    /// <summary>It never became active.</summary>
    Cancelled,
}

public enum SubscriptionAction
{
    Confirm,
    Lapse,
    Stop,
}

/// <summary>How often a service is paid for.</summary>
public enum SubscriptionPeriod
{
    /// <summary>The consent is for one charge.</summary>
    Once,

    /// <summary>One charge for each calendar month.</summary>
    Month,
}

/// <summary>Why a subscription, or the request for one, is over.</summary>
public enum SubscriptionEnd
{
    Customer,
    Keyword,
    Agent,
    ProviderExit,
    Inactivity,
    LineTerminated,

    /// <summary>The prompt's window went by.</summary>
    Expired,

    /// <summary>The customer took the request back.</summary>
    Declined,

    /// <summary>Its free days are over; a paid one is asked for and confirmed anew.</summary>
    TrialOver,

    /// <summary>Paid once, it was had; it can be asked for again.</summary>
    Completed,
}

/// <summary>The life cycle of a subscription (features.md V3, V4).</summary>
public static class SubscriptionLifeCycle
{
    /// <exception cref="RuleViolation"><c>subscription.illegal-move</c>.</exception>
    public static SubscriptionStatus Next(SubscriptionStatus from, SubscriptionAction by) =>
        // csharpier-ignore
        (from, by) switch
        {
            (SubscriptionStatus.PendingActive, SubscriptionAction.Confirm) => SubscriptionStatus.Active,
            (SubscriptionStatus.PendingActive, SubscriptionAction.Lapse) => SubscriptionStatus.Cancelled,
            (SubscriptionStatus.PendingActive, SubscriptionAction.Stop) => SubscriptionStatus.Cancelled,
            (SubscriptionStatus.Active, SubscriptionAction.Stop) => SubscriptionStatus.Terminated,
            _ => throw new RuleViolation("subscription.illegal-move", $"A subscription that is {from} cannot {by}."),
        };
}
