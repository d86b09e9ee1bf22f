using Rules;

namespace Vas.Domain.Providers;

public enum VasServiceStatus
{
    Proposed,
    Live,

    /// <summary>Turned down, taken back, or no longer offered.</summary>
    Withdrawn,
}

public enum VasServiceAction
{
    Approve,
    Withdraw,
}

/// <summary>How often a service is paid for.</summary>
public enum ServicePeriod
{
    Once,
    Month,
}

/// <summary>The life cycle of a service in the catalogue (features.md V2).</summary>
public static class VasServiceLifeCycle
{
    /// <exception cref="RuleViolation"><c>service.illegal-move</c>.</exception>
    public static VasServiceStatus Next(VasServiceStatus from, VasServiceAction by) =>
        // csharpier-ignore
        (from, by) switch
        {
            (VasServiceStatus.Proposed, VasServiceAction.Approve) => VasServiceStatus.Live,
            (VasServiceStatus.Proposed, VasServiceAction.Withdraw) => VasServiceStatus.Withdrawn,
            (VasServiceStatus.Live, VasServiceAction.Withdraw) => VasServiceStatus.Withdrawn,
            _ => throw new RuleViolation("service.illegal-move", $"A service that is {from} cannot {by}."),
        };
}
