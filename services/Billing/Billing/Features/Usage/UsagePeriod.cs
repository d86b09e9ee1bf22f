using System;
using System.Globalization;

namespace Billing.Features.Usage;

/// <summary>Months as <c>yyyy-MM</c>, by local date.</summary>
internal static class UsagePeriod
{
    public static string Of(DateOnly date) => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <returns>The month's first day; null for what is no month.</returns>
    public static DateOnly? Read(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? first
            : null;
}
