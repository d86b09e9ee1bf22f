using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Complaints.Features;

/// <summary>The domain's words as the APIs write them: <c>InProgress</c> is <c>inProgress</c>.</summary>
internal static class Words
{
    public static string ToWord<T>(this T value)
        where T : struct, Enum => Of<T>.ByValue[value];

    public static T? Read<T>(string word)
        where T : struct, Enum => Of<T>.ByWord.TryGetValue(word, out var value) ? value : null;

    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Of<T>.ByWord.Keys);

    private static class Of<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> ByWord = ByValue.ToDictionary(
            pair => pair.Value,
            pair => pair.Key,
            StringComparer.Ordinal
        );
    }
}
