using System.Collections.Generic;
using System.Linq;

namespace Billing.Domain.Usage;

/// <summary>Which shares of an allowance a piece of usage reaches (features.md B14, usage.thresholds).</summary>
public static class AllowanceThresholds
{
    /// <param name="allowance">Zero has no shares: nothing is said.</param>
    /// <param name="before">Used before.</param>
    /// <param name="after">Used with it.</param>
    /// <param name="percents">Ascending.</param>
    /// <returns>All that lie between, ascending; a share is reached when it is used up exactly.</returns>
    public static IEnumerable<int> Reached(
        decimal allowance,
        decimal before,
        decimal after,
        IReadOnlyList<int> percents
    ) =>
        allowance <= 0
            ? []
            : percents.Where(percent => before * 100 < allowance * percent && allowance * percent <= after * 100);
}
