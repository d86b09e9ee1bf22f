using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A share of an allowance is used (features.md B14, N6).</summary>
internal sealed record AllowanceUsed(
    string ServiceNumber,
    string UsageKind,
    decimal Used,
    decimal Allowance,
    string Unit,
    int Percent,
    string Period
) : Template("usage-threshold", MessageClass.Reminder)
{
    private string KindInChinese =>
        UsageKind switch
        {
            "voice" => "通话",
            "sms" => "短信",
            _ => "流量",
        };

    private string KindInEnglish =>
        UsageKind switch
        {
            "voice" => "minutes",
            "sms" => "messages",
            _ => "data",
        };

    public override Wording Chinese(string hotline) =>
        new(
            "用量提醒",
            $"号码{ServiceNumber}：{Month(Period)}套餐内{KindInChinese}已用{Percent}%"
                + $"（{Used:0.##}/{Allowance:0.##} {Unit}）。"
                + (Percent >= 100 ? "超出部分按套餐外资费收取。" : "")
                + $"详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Allowance used",
            $"{ServiceNumber}: {Percent}% of your {KindInEnglish} for {MonthInEnglish(Period)} is used "
                + $"({Used:0.##}/{Allowance:0.##} {Unit}). "
                + (Percent >= 100 ? "Further use is charged at your plan's rates. " : "")
                + $"Questions: {hotline}."
        );
}
