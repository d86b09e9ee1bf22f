using System;
using System.Globalization;

namespace Billing.Domain.Bills;

/// <summary>A month that is billed, by local dates.</summary>
public readonly record struct BillingMonth(int Year, int Month)
{
    public DateOnly First => new(Year, Month, 1);
    public DateOnly Last => new(Year, Month, Days);
    public int Days => DateTime.DaysInMonth(Year, Month);

    public static BillingMonth Of(DateOnly day) => new(day.Year, day.Month);

    /// <returns>Null for anything but <c>yyyy-MM</c>.</returns>
    public static BillingMonth? Read(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? Of(first)
            : null;

    /// <summary>How many of its days lie between two, both included; no end means it goes on.</summary>
    public int DaysInForce(DateOnly startsOn, DateOnly? endsOn)
    {
        var from = startsOn > First ? startsOn : First;
        var until = endsOn is { } end && end < Last ? end : Last;
        return Math.Max(0, until.DayNumber - from.DayNumber + 1);
    }

    /// <summary>yyyy-MM: what periods are called everywhere, and sort by.</summary>
    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
