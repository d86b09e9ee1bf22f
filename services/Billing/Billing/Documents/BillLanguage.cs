using System.Globalization;
using Billing.Domain;
using Billing.Domain.Bills;
using Billing.Domain.Tariffs;

namespace Billing.Documents;

/// <summary>The words of a bill, in Chinese or English.</summary>
/// <param name="Code"><c>zh</c> or <c>en</c>.</param>
internal sealed record BillLanguage(string Code)
{
    private bool IsChinese => Code == "zh";

    public string Say(string zh, string en) => IsChinese ? zh : en;

    public string Month(BillingMonth month) =>
        month.First.ToString(IsChinese ? "yyyy年M月" : "MMMM yyyy", CultureInfo.InvariantCulture);

    public string Group(BillLineKind kind) =>
        kind switch
        {
            BillLineKind.Recurring => Say("月租费", "Monthly fees"),
            BillLineKind.OneOff => Say("一次性费用", "One-off fees"),
            BillLineKind.Usage => Say("超出套餐的用量", "Usage beyond the plan"),
            BillLineKind.Adjustment => Say("往月用量调整", "Adjustments of earlier months"),
            _ => Say("代收费用", "Collected for third parties"),
        };

    public string Service(LineKind kind) =>
        kind switch
        {
            LineKind.Mobile => Say("移动电话", "Mobile"),
            LineKind.Fixed => Say("固定电话", "Telephone"),
            LineKind.Broadband => Say("宽带", "Broadband"),
            _ => Say("供水", "Water"),
        };

    public string Usage(string? kind) =>
        kind switch
        {
            nameof(UsageKind.Voice) => Say("国内通话", "Calls"),
            nameof(UsageKind.Sms) => Say("短信", "Messages"),
            nameof(UsageKind.Data) => Say("数据流量", "Mobile data"),
            _ => "",
        };

    public string Unit(string? unit) =>
        unit switch
        {
            "min" => Say("分钟", "min"),
            "msg" => Say("条", "messages"),
            "day" => Say("天", "days"),
            _ => unit ?? "",
        };

    /// <summary>A sum: two places.</summary>
    public static string Money(decimal amount, string currency) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(amount < 0 ? "−" : "")}{Sign(currency)}{decimal.Abs(amount):N2}"
        );

    /// <summary>A price may be finer than a fen.</summary>
    public static string Price(decimal amount, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{Sign(currency)}{amount:#,0.00########}");

    public static string Number(decimal quantity) => quantity.ToString("#,0.######", CultureInfo.InvariantCulture);

    private static string Sign(string currency) => currency == "CNY" ? "¥" : $"{currency} ";
}
