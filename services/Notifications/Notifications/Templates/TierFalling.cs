using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A tier will fall at the end of its year (features.md L3, downgrade notice).</summary>
internal sealed record TierFalling(string Tier, string NextTier, DateOnly EndsOn)
    : Template("tier-ending-soon", MessageClass.Reminder)
{
    public override Wording Chinese(string hotline) =>
        new(
            "会员等级即将到期",
            $"您的{TierWords.Chinese(Tier)}会员将于{Day(EndsOn)}到期，按目前消费届时将变为{TierWords.Chinese(NextTier)}。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Your tier ends soon",
            $"Your {TierWords.English(Tier)} tier ends on {DayInEnglish(EndsOn)}; "
                + $"as things stand it becomes {TierWords.English(NextTier)}. Questions: {hotline}."
        );
}
