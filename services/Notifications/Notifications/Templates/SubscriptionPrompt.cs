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
    DateTime ExpiresAt
) : Template("subscription-prompt", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "订购确认",
            $"{Short(ProviderNameZh, 20)}的“{Short(ServiceNameZh, 20)}”，{FeeWords.Chinese(Yuan(Fee, Currency), Period)}，"
                + $"{Day(StartsOn)}起，号码{ServiceNumber}。{ExpiresAt.ToString("M月d日HH:mm", CultureInfo.InvariantCulture)}前"
                + $"回复是确认，其他回复或不回复均不订购、不收费。取消发0000。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Confirm your subscription",
            $"{Short(ServiceNameEn, 20)} by {Short(ProviderNameEn, 20)}, {FeeWords.English(Sum(Fee, Currency), Period)}, "
                + $"from {DayInEnglish(StartsOn)}. Reply 是 by "
                + $"{ExpiresAt.ToString("d MMM HH:mm", CultureInfo.InvariantCulture)} to agree; else nothing is "
                + $"charged. Cancel: SMS 0000. Info: {hotline}."
        );
}

/// <summary>How a fee and its period are said.</summary>
internal static class FeeWords
{
    private const string Monthly = "month";

    public static string Chinese(string fee, string period) =>
        period == Monthly ? $"{fee}/月，按月自动续订" : $"{fee}/次，一次性";

    public static string English(string fee, string period) =>
        period == Monthly ? $"{fee} a month, renewed monthly" : $"{fee}, once";
}
