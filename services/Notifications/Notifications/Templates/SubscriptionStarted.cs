using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>What he said yes to runs now (features.md V3).</summary>
/// <param name="Period">once or month.</param>
/// <param name="TrialEndsOn">When its free days are over, and it with them; null for a paid one.</param>
internal sealed record SubscriptionStarted(
    string ProviderNameZh,
    string ProviderNameEn,
    string ServiceNameZh,
    string ServiceNameEn,
    string ServiceNumber,
    decimal Fee,
    string Currency,
    string Period,
    DateOnly? TrialEndsOn = null
) : Template("subscription-confirmed", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "订购成功",
            $"号码{ServiceNumber}已订购{Short(ProviderNameZh, 20)}的“{Short(ServiceNameZh, 20)}”，"
                + $"{FeeInChinese}。取消发0000。如非本人操作请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "You are subscribed",
            $"{ServiceNumber} is subscribed to {Short(ServiceNameEn, 20)} by {Short(ProviderNameEn, 20)}, "
                + $"{FeeInEnglish}. Cancel: SMS 0000. Not you? Call {hotline}."
        );

    private string FeeInChinese =>
        TrialEndsOn is { } end ? $"免费试用，{Day(end)}自动终止" : FeeWords.Chinese(Yuan(Fee, Currency), Period);

    private string FeeInEnglish =>
        TrialEndsOn is { } end
            ? $"free, ends by itself on {DayInEnglish(end)}"
            : FeeWords.English(Sum(Fee, Currency), Period);
}
