using System;
using System.Collections.Generic;
using System.Linq;

namespace Bench;

internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <param name="samples">All of them, never a percentile of percentiles.</param>
    /// <param name="share">0.99 for the value that 99 % do not exceed.</param>
    public static TimeSpan Percentile(IReadOnlyCollection<TimeSpan> samples, double share)
    {
        var sorted = samples.Order().ToList();
        return sorted.Count == 0 ? TimeSpan.Zero : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
