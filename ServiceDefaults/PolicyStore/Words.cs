using System;
using System.Text.Json;

namespace ServiceDefaults.PolicyStore;

/// <summary>Rules' enumerations as the API writes them: <c>AddOnly</c> is <c>addOnly</c>.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
