using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A line was barred for arrears: what to pay and how, and what still works (features.md B10, N6).</summary>
internal sealed record LineBarred(string ServiceNumber, string LineKind, decimal AmountOpen, string Currency)
    : Template("line-suspended", MessageClass.Confirmation)
{
    private bool HasCalls => LineKind is "mobile" or "fixed";

    public override Wording Chinese(string hotline) =>
        new(
            "业务已暂停",
            $"您的{LineWords.Chinese(LineKind)}{ServiceNumber}因欠费已暂停。缴清{Yuan(AmountOpen, Currency)}后自动恢复，"
                + $"可在网上、营业厅或致电{hotline}缴费。"
                + (HasCalls ? "紧急呼叫仍可拨打。" : "")
        );

    public override Wording English(string hotline) =>
        new(
            "Service suspended",
            $"Your {LineWords.English(LineKind)} {ServiceNumber} is suspended for arrears. "
                + $"Pay {Sum(AmountOpen, Currency)} online, in a shop or by calling {hotline} and it comes back by itself."
                + (HasCalls ? " Emergency calls still work." : "")
        );
}
