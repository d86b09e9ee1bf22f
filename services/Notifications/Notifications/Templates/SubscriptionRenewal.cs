using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>
/// A service renews and will be charged (features.md V5, vas.renewal_notice): he must hear it before, so no preference keeps
/// it back, and it wakes nobody.
/// </summary>
internal sealed record SubscriptionRenewal(
    string ServiceNameZh,
    string ServiceNameEn,
    string ServiceNumber,
    decimal Fee,
    string Currency,
    DateOnly RenewsOn
) : Template("subscription-renewing", MessageClass.LastNotice)
{
    public override Wording Chinese(string hotline) =>
        new(
            "业务即将续订",
            $"号码{ServiceNumber}的“{Short(ServiceNameZh, 20)}”将于{Day(RenewsOn)}续订，收费{Yuan(Fee, Currency)}。"
                + $"不需要请在此前发0000停止。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "A service renews soon",
            $"{Short(ServiceNameEn, 20)} on {ServiceNumber} renews on {DayInEnglish(RenewsOn)} for {Sum(Fee, Currency)}. "
                + $"To stop it before, SMS 0000. Questions: {hotline}."
        );
}
