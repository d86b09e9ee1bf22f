using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>What he said yes to runs now (features.md V3).</summary>
/// <param name="Period">once or month.</param>
/// <param name="TrialDays">So many days are free, and it ends with them.</param>
internal sealed record SubscriptionStarted(
    string ProviderNameZh,
    string ProviderNameEn,
    string ServiceNameZh,
    string ServiceNameEn,
    string ServiceNumber,
    decimal Fee,
    string Currency,
    string Period,
    int TrialDays = 0
) : Template("subscription-confirmed", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "订购成功",
            $"号码{ServiceNumber}已订购{Short(ProviderNameZh, 20)}的“{Short(ServiceNameZh, 20)}”，"
                + $"{WhatItCosts}。取消发0000。如非本人操作请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "You are subscribed",
            $"{ServiceNumber} is subscribed to {Short(ServiceNameEn, 20)} by {Short(ProviderNameEn, 20)}, "
                + $"{WhatItCostsInEnglish}. Cancel: SMS 0000. Not you? Call {hotline}."
        );

    private string WhatItCosts =>
        TrialDays > 0 ? $"免费体验{TrialDays}天，到期自动停止，不收费" : FeeWords.Chinese(Yuan(Fee, Currency), Period);

    private string WhatItCostsInEnglish =>
        TrialDays > 0
            ? $"free for {TrialDays} days, then it ends and nothing is charged"
            : FeeWords.English(Sum(Fee, Currency), Period);
}
