using Rules;

namespace Vas.Domain.Providers;

public enum ProviderStatus
{
    /// <summary>It asked to come in; a second person has not decided yet.</summary>
    Applied,

    /// <summary>Its live services may be sold.</summary>
    Active,

    /// <summary>What is subscribed goes on; nothing new is sold.</summary>
    SalesSuspended,

    /// <summary>It left, and stays out.</summary>
    Exited,

    /// <summary>It was never let in.</summary>
    Rejected,
}

public enum ProviderAction
{
    Approve,
    Reject,
    SuspendSales,
    ResumeSales,
    Exit,
}

/// <summary>The life cycle of a service provider (features.md V1).</summary>
public static class ProviderLifeCycle
{
    /// <exception cref="RuleViolation"><c>provider.illegal-move</c>.</exception>
    public static ProviderStatus Next(ProviderStatus from, ProviderAction by) =>
        // csharpier-ignore
        (from, by) switch
        {
            (ProviderStatus.Applied, ProviderAction.Approve) => ProviderStatus.Active,
            (ProviderStatus.Applied, ProviderAction.Reject) => ProviderStatus.Rejected,
            (ProviderStatus.Active, ProviderAction.SuspendSales) => ProviderStatus.SalesSuspended,
            (ProviderStatus.SalesSuspended, ProviderAction.SuspendSales) => ProviderStatus.SalesSuspended, // a second reason
            (ProviderStatus.SalesSuspended, ProviderAction.ResumeSales) => ProviderStatus.Active,
            (ProviderStatus.Active, ProviderAction.Exit) => ProviderStatus.Exited,
            (ProviderStatus.SalesSuspended, ProviderAction.Exit) => ProviderStatus.Exited,
            _ => throw new RuleViolation("provider.illegal-move", $"A provider that is {from} cannot {by}."),
        };
}
