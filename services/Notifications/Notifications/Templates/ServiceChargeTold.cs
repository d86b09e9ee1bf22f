using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A provider took money for a service of his (features.md V5): whoever did not agree learns of it at once.</summary>
internal sealed record ServiceChargeTold(
    string ProviderNameZh,
    string ProviderNameEn,
    string ServiceNameZh,
    string ServiceNameEn,
    string ServiceNumber,
    decimal Amount,
    string Currency
) : Template("service-charged", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "业务扣费",
            $"{Short(ProviderNameZh, 20)}的“{Short(ServiceNameZh, 20)}”向号码{ServiceNumber}收费{Yuan(Amount, Currency)}，"
                + $"计入账单。停止发0000；有异议请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "A service was charged",
            $"{Short(ServiceNameEn, 20)} by {Short(ProviderNameEn, 20)} charged {ServiceNumber} {Sum(Amount, Currency)}; "
                + $"it is on your bill. To stop it, SMS 0000. Wrong? Call {hotline}."
        );
}
