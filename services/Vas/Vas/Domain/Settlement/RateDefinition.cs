using System.Collections.Generic;

namespace Vas.Domain.Settlement;

/// <summary>
/// Which complaints make a provider's rate (features.md V7). A definition never changes; another one gets another name.
/// Both count complaints that were closed in the month, about a service of the provider.
/// </summary>
public static class RateDefinition
{
    /// <summary>Every one of them.</summary>
    public const string AllV1 = "all-v1";

    /// <summary>Those that were upheld with the provider responsible; what a contract names that names nothing else.</summary>
    public const string UpheldV1 = "upheld-v1";

    public static IReadOnlyList<string> All { get; } = [UpheldV1, AllV1];
}
