using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>
/// Charges far above what is usual (features.md B10). The law wants the customer told as soon as it is seen
/// (bill_shock.alert_within: 2 h), so it does not wait for the morning.
/// </summary>
internal sealed record BillShockWarning(string Period, decimal AmountSoFar, decimal UsualAmount, string Currency)
    : Template("bill-shock", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "费用异常提醒",
            $"您{Month(Period)}已产生使用费{Yuan(AmountSoFar, Currency)}，明显高于以往月均{Yuan(UsualAmount, Currency)}。"
                + $"如有疑问请致电{hotline}核查。"
        );

    public override Wording English(string hotline) =>
        new(
            "Unusually high charges",
            $"Your usage charges for {MonthInEnglish(Period)} are {Sum(AmountSoFar, Currency)} so far; "
                + $"usual is {Sum(UsualAmount, Currency)} a month. If this surprises you, call {hotline}."
        );
}
