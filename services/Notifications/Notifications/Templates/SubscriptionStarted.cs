using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>What he said yes to runs now (features.md V3).</summary>
/// <param name="Period">once or month.</param>
internal sealed record SubscriptionStarted(
    string ProviderNameZh,
    string ProviderNameEn,
    string ServiceNameZh,
    string ServiceNameEn,
    string ServiceNumber,
    decimal Fee,
    string Currency,
    string Period
) : Template("subscription-confirmed", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "订购成功",
            $"号码{ServiceNumber}已订购{Short(ProviderNameZh, 20)}的“{Short(ServiceNameZh, 20)}”，"
                + $"{FeeWords.Chinese(Yuan(Fee, Currency), Period)}。取消发0000。如非本人操作请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "You are subscribed",
            $"{ServiceNumber} is subscribed to {Short(ServiceNameEn, 20)} by {Short(ProviderNameEn, 20)}, "
                + $"{FeeWords.English(Sum(Fee, Currency), Period)}. Cancel: SMS 0000. Not you? Call {hotline}."
        );
}
