using System;
using System.Globalization;
using System.Linq;

namespace Vas.Domain.Subscriptions;

/// <summary>
/// What a customer means by a text to the unified number (features.md V4): <c>TD 2</c> stops the second of the list,
/// <c>TD 0</c> all, <c>TD</c> the only one; <c>T</c>, 退订 and the bare number mean the same. Anything else asks for the list,
/// also <c>00</c>: all stops by exactly one zero, never by a unified number that was cut short.
/// </summary>
/// <param name="Stops">Whether something shall stop.</param>
/// <param name="Number">Which of the list, from 1; 0 for all; null when he did not say.</param>
public sealed record KeywordOrder(bool Stops, int? Number)
{
    private static readonly string[] StopWords = ["TD", "T", "退订"];

    public static KeywordOrder Read(string text)
    {
        var words = text.Trim();
        var stop = Array.Find(StopWords, word => words.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        var rest = words[(stop?.Length ?? 0)..].Trim();
        return rest switch
        {
            "0" => new(Stops: true, Number: 0),
            { Length: 1 or 2 } when rest[0] != '0' && rest.All(char.IsAsciiDigit) => new(
                Stops: true,
                int.Parse(rest, NumberStyles.None, CultureInfo.InvariantCulture)
            ),
            "" when stop is not null => new(Stops: true, Number: null),
            _ => new(Stops: false, Number: null),
        };
    }
}
