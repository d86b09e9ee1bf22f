using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A tier rose or fell (features.md L3): nothing the customer did at this moment, so it can wait for the morning.</summary>
internal sealed record NewTier(string FromTier, string Tier, DateOnly ValidUntil)
    : Template("tier-changed", MessageClass.Reminder)
{
    private bool HasTier => Tier != "none";

    public override Wording Chinese(string hotline) =>
        new(
            "会员等级变更",
            $"您的会员等级由{TierWords.Chinese(FromTier)}变为{TierWords.Chinese(Tier)}"
                + (HasTier ? $"，有效期至{Day(ValidUntil)}" : "")
                + $"。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Your tier has changed",
            $"Your tier changed from {TierWords.English(FromTier)} to {TierWords.English(Tier)}"
                + (HasTier ? $", valid until {DayInEnglish(ValidUntil)}" : "")
                + $". Questions: {hotline}."
        );
}
