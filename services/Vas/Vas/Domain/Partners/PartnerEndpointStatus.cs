using Rules;
using static Vas.Domain.Partners.PartnerEndpointAction;
using static Vas.Domain.Partners.PartnerEndpointStatus;

namespace Vas.Domain.Partners;

/// <summary>Whether a provider's endpoint is told anything.</summary>
public enum PartnerEndpointStatus
{
    Active,

    /// <summary>It failed for too long (policies.md, partner.disable_after); its provider may switch it on again.</summary>
    Disabled,

    /// <summary>It answered 410: it never wants anything again.</summary>
    Gone,
}

/// <summary>What happens to an endpoint.</summary>
public enum PartnerEndpointAction
{
    Disable,
    Activate,
    End,
}

/// <summary>The life of an endpoint (features.md N9, V10).</summary>
public static class PartnerEndpointLifeCycle
{
    // csharpier-ignore
    public static PartnerEndpointStatus Next(PartnerEndpointStatus from, PartnerEndpointAction by) => (from, by) switch
    {
        (Active, Disable)    => Disabled,
        (Disabled, Activate) => Active,
        (Active, End)        => Gone,
        (Disabled, End)      => Gone,
        _ => throw new RuleViolation("endpoint.illegal-move", $"An endpoint that is {from} cannot {by}."),
    };
}
