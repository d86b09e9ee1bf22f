using System;

namespace ApiConventions;

public static class Ids
{
    /// <summary>
    /// Ids are opaque to clients: anything but a lower-case hyphenated UUID is simply unknown. <c>Guid.TryParse</c>
    /// would take braces, blanks and capitals for the same resource.
    /// </summary>
    public static bool TryRead(string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && string.Equals(id.ToString(), text, StringComparison.Ordinal);
}
