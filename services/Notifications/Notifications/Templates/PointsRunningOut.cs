using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>Points run out soon (features.md L1, N6).</summary>
internal sealed record PointsRunningOut(long Points, DateOnly ExpiresOn, int DaysLeft)
    : Template("points-expiring", MessageClass.Reminder)
{
    public override Wording Chinese(string hotline) =>
        new("积分即将到期", $"您有{Points}积分将于{Day(ExpiresOn)}到期（还剩{DaysLeft}天）。详询{hotline}。");

    public override Wording English(string hotline) =>
        new(
            "Points expire soon",
            $"{Points} of your points expire on {DayInEnglish(ExpiresOn)}, in {DaysLeft} days. Questions: {hotline}."
        );
}
