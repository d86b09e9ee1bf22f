using System.Linq;

namespace Vas.Domain.Providers;

/// <summary>The number of a licence for value-added services: <c>B2-20200001</c>.</summary>
public static class Licence
{
    /// <summary>One writing for one licence, so that neither the register nor the blacklist is got round by another.</summary>
    /// <returns>Null when it is not 3 to 50 letters, digits and hyphens.</returns>
    public static string? NormalForm(string text)
    {
        var normal = text.Trim().ToUpperInvariant();
        return normal.Length is >= 3 and <= 50 && normal.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-')
            ? normal
            : null;
    }
}
