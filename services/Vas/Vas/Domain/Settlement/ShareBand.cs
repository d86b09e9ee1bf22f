using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Vas.Domain.Settlement;

/// <summary>
/// How the part of a month's net charges that falls into a band is shared. As a policy's word: <c>to 0100000 5:5</c> or
/// <c>above 1:9</c>, yuan and operator:provider (leading zeros only sort the words).
/// </summary>
/// <param name="UpTo">Where the band ends; null for the last one.</param>
/// <param name="Provider">The provider's share of it, 0 to 1, exact in hundredths.</param>
public sealed record ShareBand(decimal? UpTo, decimal Provider)
{
    /// <summary>All bands of a policy, ascending; null when the words are not bands, one of them the last.</summary>
    public static IReadOnlyList<ShareBand>? Read(IEnumerable<string> words)
    {
        var bands = words.Select(Read).ToList();
        return
            bands.All(band => band is not null)
            && bands.Count(band => band!.UpTo is null) == 1
            && bands.DistinctBy(band => band!.UpTo).Count() == bands.Count
            ? [.. bands.OrderBy(band => band!.UpTo ?? decimal.MaxValue)!]
            : null;
    }

    private static ShareBand? Read(string word) =>
        word.Split(' ') switch
        {
            ["above", var ratio] when ShareIn(ratio) is { } share => new(null, share),
            ["to", var bound, var ratio]
                when int.TryParse(bound, NumberStyles.None, CultureInfo.InvariantCulture, out var yuan)
                    && yuan > 0
                    && ShareIn(ratio) is { } share => new(yuan, share),
            _ => null,
        };

    // Tenths or hundredths: a share that no decimal holds would round differently in SQL and in C#.
    private static decimal? ShareIn(string ratio) =>
        ratio.Split(':') is [var left, var right]
        && int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var ours)
        && int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var theirs)
        && (long)ours + theirs is 10 or 100
            ? theirs / (decimal)(ours + theirs)
            : null;
}
