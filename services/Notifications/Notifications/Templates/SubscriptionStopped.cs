using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A service is over and nothing more is charged for it (features.md V4).</summary>
/// <param name="Reason">customer, keyword, agent, providerExit, inactivity, lineTerminated or trialOver.</param>
internal sealed record SubscriptionStopped(
    string ServiceNameZh,
    string ServiceNameEn,
    string ServiceNumber,
    string Reason
) : Template("subscription-ended", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "业务已停止",
            $"{Why}号码{ServiceNumber}的“{Short(ServiceNameZh, 20)}”已停止，不再收费。如有疑问请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Service stopped",
            $"{Short(ServiceNameEn, 20)} on {ServiceNumber} is stopped{WhyInEnglish}; nothing more is charged. "
                + $"Questions: {hotline}."
        );

    private string Why =>
        Reason switch
        {
            "providerExit" => "因服务商退出，",
            "inactivity" => "因长期未使用，",
            "lineTerminated" => "因号码销户，",
            "trialOver" => "免费试用期满，",
            _ => "按您的要求，",
        };

    private string WhyInEnglish =>
        Reason switch
        {
            "providerExit" => " because its provider left",
            "inactivity" => " because it was not used",
            "lineTerminated" => " because the line has ended",
            "trialOver" => " because its free days are over",
            _ => " as you asked",
        };
}
