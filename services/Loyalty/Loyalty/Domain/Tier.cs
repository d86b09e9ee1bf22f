using System;

namespace Loyalty.Domain;

/// <summary>What a customer's bills earned him (features.md L3), the higher the better.</summary>
public enum Tier
{
    None,
    Silver,
    Gold,
    Diamond,
}

/// <summary>
/// By what contribution a tier is reached and how long it lasts (features.md L3, vip.*). The contribution is the own
/// charges of the bills paid within the last 12 months.
/// </summary>
/// <param name="Diamond">From so many yuan on.</param>
/// <param name="Gold">From so many yuan on.</param>
/// <param name="Silver">From so many yuan on.</param>
/// <param name="YearStartMonth">Month of the validity year's first day.</param>
/// <param name="YearStartDay">Day of the month of the validity year's first day.</param>
/// <param name="NoticeDays">So many days before its end a customer is told that his tier will fall.</param>
public sealed record TierRules(
    decimal Diamond,
    decimal Gold,
    decimal Silver,
    int YearStartMonth,
    int YearStartDay,
    int NoticeDays
)
{
    /// <summary>The tier that a contribution in yuan reaches.</summary>
    public Tier For(decimal contribution) =>
        contribution >= Diamond ? Tier.Diamond
        : contribution >= Gold ? Tier.Gold
        : contribution >= Silver ? Tier.Silver
        : Tier.None;

    /// <summary>The last day of the validity year that a date lies in.</summary>
    public DateOnly YearEnd(DateOnly date)
    {
        var start = new DateOnly(date.Year, YearStartMonth, YearStartDay);
        return (start > date ? start : start.AddYears(1)).AddDays(-1);
    }
}
