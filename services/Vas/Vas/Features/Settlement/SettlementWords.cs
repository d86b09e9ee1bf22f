using System;
using System.Linq;
using System.Text.Json;

namespace Vas.Features.Settlement;

/// <summary>The domain's words as the API writes them: <c>BadDebt</c> is <c>badDebt</c>.</summary>
internal static class SettlementWords
{
    public static string ToWord<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static T? Read<T>(string word)
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .Where(value => string.Equals(value.ToWord(), word, StringComparison.Ordinal))
            .Select(value => (T?)value)
            .SingleOrDefault();
}
