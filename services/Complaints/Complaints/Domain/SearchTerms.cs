using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Complaints.Domain;

/// <summary>
/// By what a case is found in its text: every two neighbouring letters, digits or Chinese characters. Most Chinese words
/// have two characters, which PostgreSQL's own trigrams are too long for.
/// </summary>
public static class SearchTerms
{
    private const int Length = 2;

    /// <summary>How far the full-width forms of ASCII lie behind it in Unicode.</summary>
    private const int FullWidth = 0xFEE0;

    /// <summary>In no particular order, each once; none for a text without two neighbouring letters or digits.</summary>
    public static string[] Of(params IEnumerable<string?> texts) =>
        [.. texts.SelectMany(text => Runs(text ?? "")).SelectMany(Pairs).Distinct(StringComparer.Ordinal)];

    /// <summary>Stretches of letters and digits, without case and in one width: ４Ｇ is 4g.</summary>
    private static IEnumerable<string> Runs(string text)
    {
        var run = new StringBuilder();
        foreach (var written in text)
        {
            var c = written is >= '！' and <= '～' ? (char)(written - FullWidth) : written;
            if (char.IsLetterOrDigit(c))
            {
                run.Append(char.ToLowerInvariant(c));
            }
            else if (run.Length > 0)
            {
                yield return run.ToString();
                run.Clear();
            }
        }

        yield return run.ToString();
    }

    private static IEnumerable<string> Pairs(string run) =>
        Enumerable.Range(0, Math.Max(0, run.Length - Length + 1)).Select(at => run.Substring(at, Length));
}
