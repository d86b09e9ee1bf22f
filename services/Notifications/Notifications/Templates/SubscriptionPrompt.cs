using System;
using System.Globalization;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>
/// The second confirmation (二次确认, features.md V3): all that vas.prompt.required names, namely provider, service, fee, its
/// unit, period, start, how to cancel and until when an answer counts.
/// </summary>
/// <param name="Period">once or month.</param>
/// <param name="ExpiresAt">By the clock on the customer's wall.</param>
/// <param name="TrialDays">Free days, after which it ends and never turns paid by itself; 0 for none.</param>
internal sealed record SubscriptionPrompt(
    string ProviderNameZh,
    string ProviderNameEn,
    string ServiceNameZh,
    string ServiceNameEn,
    string ServiceNumber,
    decimal Fee,
    string Currency,
    string Period,
    DateOnly StartsOn,
    DateTime ExpiresAt,
    int TrialDays = 0
) : Template("subscription-prompt", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "订购确认",
            $"{Short(ProviderNameZh, 20)}的“{Short(ServiceNameZh, 20)}”，{FeeInChinese}，"
                + $"{Day(StartsOn)}起，号码{ServiceNumber}。{ExpiresAt.ToString("M月d日HH:mm", CultureInfo.InvariantCulture)}前"
                + $"回复是确认，其他回复或不回复均不订购、不收费。取消发0000。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Confirm your subscription",
            $"{Short(ServiceNameEn, 20)} by {Short(ProviderNameEn, 20)}, {FeeInEnglish}, "
                + $"from {DayInEnglish(StartsOn)}. Reply 是 by "
                + $"{ExpiresAt.ToString("d MMM HH:mm", CultureInfo.InvariantCulture)} to agree; else nothing is "
                + $"charged. Cancel: SMS 0000. Info: {hotline}."
        );

    private string FeeInChinese =>
        TrialDays == 0
            ? FeeWords.Chinese(Yuan(Fee, Currency), Period)
            : $"{FeeWords.ChineseUnit(Yuan(Fee, Currency), Period)}，先免费试用{TrialDays}天，期满自动终止，不转付费";

    private string FeeInEnglish =>
        TrialDays == 0
            ? FeeWords.English(Sum(Fee, Currency), Period)
            : $"{FeeWords.EnglishUnit(Sum(Fee, Currency), Period)}; free {TrialDays} days, then ends";
}

/// <summary>How a fee and its period are said.</summary>
internal static class FeeWords
{
    private const string Monthly = "month";

    public static string Chinese(string fee, string period) =>
        $"{ChineseUnit(fee, period)}，{(period == Monthly ? "按月自动续订" : "一次性")}";

    public static string English(string fee, string period) =>
        $"{EnglishUnit(fee, period)}, {(period == Monthly ? "renewed monthly" : "once")}";

    /// <summary>Without how it goes on.</summary>
    public static string ChineseUnit(string fee, string period) => $"{fee}/{(period == Monthly ? "月" : "次")}";

    public static string EnglishUnit(string fee, string period) => period == Monthly ? $"{fee} a month" : fee;
}
