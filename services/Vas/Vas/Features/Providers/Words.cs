using System;
using System.Linq;
using System.Text.Json;

namespace Vas.Features.Providers;

/// <summary>The domain's words as the APIs write them: <c>NoNewSales</c> is <c>noNewSales</c>.</summary>
internal static class Words
{
    public static string ToWord<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static T? Read<T>(string? word)
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .Where(value => string.Equals(value.ToWord(), word, StringComparison.Ordinal))
            .Select(value => (T?)value)
            .SingleOrDefault();

    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(ToWord));
}
