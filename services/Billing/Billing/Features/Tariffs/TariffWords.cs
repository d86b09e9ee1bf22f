using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ApiConventions.Errors;

namespace Billing.Features.Tariffs;

/// <summary>The domain's words as the APIs write them: <c>KeyAccount</c> is <c>keyAccount</c>.</summary>
internal static class TariffWords
{
    public static string ToWord<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static T? Read<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ToWord() == word)
            {
                return value;
            }
        }

        return null;
    }

    /// <exception cref="InvalidInput">It is none of the words.</exception>
    public static T Word<T>(string field, string word)
        where T : struct, Enum =>
        Read<T>(word) ?? throw new InvalidInput(field, $"One of {string.Join(", ", Words<T>())} is expected.");

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(ToWord);
}
