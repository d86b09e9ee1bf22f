using System;
using System.Text.Json;

namespace Notifications.Features;

/// <summary>Enumerations as the API writes them: <c>inAppOnly</c>.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
