using System;

namespace Loyalty.Domain;

/// <summary>
/// A member's tier over its validity year (features.md L3): it rises at once, and falls at the end of the year at the
/// earliest, which is said before.
/// </summary>
/// <param name="Tier">Of today.</param>
/// <param name="ValidUntil">The tier's last day, local date; null for none.</param>
/// <param name="NoticedFor">The end that the member was told of; null when he was not told of this tier's.</param>
internal sealed record MemberTier(Tier Tier, DateOnly? ValidUntil, DateOnly? NoticedFor)
{
    /// <summary>The contribution reaches a higher tier.</summary>
    public MemberTier Risen(decimal contribution, TierRules rules, DateOnly today) =>
        rules.For(contribution) is var earned && earned > Tier ? Moved(earned, rules, today) : this;

    /// <summary>The year went by: another begins with what the contribution reaches now.</summary>
    public MemberTier Renewed(decimal contribution, TierRules rules, DateOnly today) =>
        today > ValidUntil ? Moved(rules.For(contribution), rules, today) : this;

    public static MemberTier Ended(TierRules rules, DateOnly today) => Moved(Tier.None, rules, today);

    /// <summary>What the tier will fall to unless the bills rise, once that is to be said; null while it is not.</summary>
    public Tier? FallsTo(decimal contribution, TierRules rules, DateOnly today) =>
        ValidUntil is { } end
        && NoticedFor != end
        && today >= end.AddDays(-rules.NoticeDays)
        && today <= end
        && rules.For(contribution) is var next
        && next < Tier
            ? next
            : null;

    public MemberTier Noticed() => this with { NoticedFor = ValidUntil };

    /// <summary>
    /// When to look again. While the end is near and nobody was told, every day may be the one on which older bills drop
    /// out.
    /// </summary>
    public DateOnly? ReviewOn(TierRules rules, DateOnly today)
    {
        if (ValidUntil is not { } end)
        {
            return null;
        }

        var noticeFrom = end.AddDays(-rules.NoticeDays);
        var next = noticeFrom > today ? noticeFrom : today.AddDays(1);
        return NoticedFor == end || next > end ? end.AddDays(1) : next;
    }

    /// <summary>Another tier ends anew: who was told of the old one's fall knows nothing of this one's.</summary>
    private static MemberTier Moved(Tier to, TierRules rules, DateOnly today) =>
        new(to, to == Tier.None ? null : rules.YearEnd(today), NoticedFor: null);
}
