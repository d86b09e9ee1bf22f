using System;
using System.Globalization;
using Rules;

namespace Vas.Domain.Settlement;

/// <summary>A month that complaints are counted in and providers are settled by: local dates of the operator.</summary>
public readonly record struct SettlementMonth(int Year, int Month)
{
    public DateOnly First => new(Year, Month, 1);

    public DateOnly Last => First.AddMonths(1).AddDays(-1);

    public SettlementMonth Next => Of(First.AddMonths(1));

    public static SettlementMonth Of(DateOnly day) => new(day.Year, day.Month);

    public static SettlementMonth Of(DateTimeOffset moment, TimeZoneInfo zone) => Of(moment.DateIn(zone));

    /// <returns>Null for anything but <c>yyyy-MM</c> from 2000 to 9998: time zones have moments before and after it.</returns>
    public static SettlementMonth? Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && first.Year is >= 2000 and <= 9998
            ? Of(first)
            : null;

    /// <summary>The first moment of it, UTC: who subscribes then, and which policies hold for all of it.</summary>
    public DateTimeOffset StartsAt(TimeZoneInfo zone) => zone.FirstMomentAt(First, TimeOnly.MinValue);

    /// <summary>The first moment after it, UTC.</summary>
    public DateTimeOffset EndsAt(TimeZoneInfo zone) => Next.StartsAt(zone);

    /// <summary>yyyy-MM: what periods are called everywhere, and sort by.</summary>
    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
