using System;
using System.Globalization;

namespace ApiConventions;

public static class Times
{
    /// <summary>Reads a time in a query or a file, ISO 8601, UTC where it names no offset.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="time">In UTC, as the database keeps it.</param>
    public static bool TryRead(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time
        );
}
