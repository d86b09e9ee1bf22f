using System;
using System.Collections.Generic;

namespace Loyalty.Domain;

/// <summary>What the policies say at a moment, as a member's decisions need it (policies.md, points.* and vip.*).</summary>
/// <param name="Zone">Where dates are taken.</param>
/// <param name="PointsPerYuan">Points for one yuan of own charges; a bill's points are rounded down once.</param>
/// <param name="ExpiryMonths">A lot lasts to the end of so many months after the month it was earned in.</param>
/// <param name="NoticeDays">So many days before points run out the customer is told, ascending.</param>
/// <param name="FreezesOnSuspension">Whether points cannot be spent while a line of the account is suspended.</param>
/// <param name="VoidsOnClosing">Whether what is left is void when the account closes.</param>
/// <param name="PointsPerYuanRedeemed">So many points are worth one yuan.</param>
/// <param name="Tiers">How tiers are reached and kept.</param>
/// <param name="ChangeOn">The first local date that begins under other terms; null when no change is planned.</param>
public sealed record LoyaltyTerms(
    TimeZoneInfo Zone,
    decimal PointsPerYuan,
    int ExpiryMonths,
    IReadOnlyList<int> NoticeDays,
    bool FreezesOnSuspension,
    bool VoidsOnClosing,
    int PointsPerYuanRedeemed,
    TierRules Tiers,
    DateOnly? ChangeOn = null
)
{
    /// <summary>In days; 0 when no notice is given.</summary>
    public int LongestNotice => NoticeDays is [.., var longest] ? longest : 0;

    /// <summary>Points for a bill's own charges; a bill that gives money back earns none.</summary>
    public long PointsFor(decimal ownCharges) => (long)decimal.Floor(Math.Max(0, ownCharges) * PointsPerYuan);

    /// <summary>The last day of points earned on a date: the end of the 36th month after that one, by default.</summary>
    public DateOnly ExpiryOf(DateOnly earnedOn)
    {
        var month = new DateOnly(earnedOn.Year, earnedOn.Month, 1).AddMonths(ExpiryMonths);
        return month.AddMonths(1).AddDays(-1);
    }
}
