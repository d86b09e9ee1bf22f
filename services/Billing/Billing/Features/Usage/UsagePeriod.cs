using System;
using System.Globalization;

namespace Billing.Features.Usage;

/// <summary>Months as <c>yyyy-MM</c>, by local date.</summary>
internal static class UsagePeriod
{
    public static string Of(DateOnly date) => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
