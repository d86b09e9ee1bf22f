using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>
/// No yes came to what he asked for (features.md V3). The window ends at the hour at which he asked, so nobody is woken.
/// </summary>
internal sealed record SubscriptionNotMade(string ServiceNameZh, string ServiceNameEn, string ServiceNumber)
    : Template("subscription-lapsed", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "订购未确认",
            $"号码{ServiceNumber}对“{Short(ServiceNameZh, 20)}”的订购未经确认，未开通，不收费。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Not subscribed",
            $"{Short(ServiceNameEn, 20)} was not confirmed for {ServiceNumber}: not subscribed, nothing charged. "
                + $"Questions: {hotline}."
        );
}
