using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Bills;

namespace Billing.Documents;

/// <summary>
/// A bill as an A4 page that explains every line (features.md B7). One file: no script, no picture, no font, no style from
/// elsewhere, so it reads the same on a screen, on paper and in a PDF.
/// </summary>
internal static class BillPage
{
    public static string Render(PrintedBill printed, BillLanguage language) =>
        Html.Of(
                $"""
                <!doctype html>
                <html lang="{language.Code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>{printed.Bill.Number}</title><style>{BillStyle.Css}</style></head><body><main>
                {Head(printed, language)}
                {Summary(printed, language)}
                {BillCharts.Composition(printed, language)}
                {Services(printed, language)}
                {Total(printed.Bill, language)}
                {HowToPay(printed, language)}
                </main></body></html>
                """
            )
            .ToString();

    private static Html Head(PrintedBill printed, BillLanguage language) =>
        Html.Of(
            $"""
            <header><table><tr>
            <td><p class="kicker">{language.Say("通信服务账单", "Bill for communication services")}</p>
            <h1>{language.Month(printed.Month)}</h1></td>
            <td class="right"><p class="kicker">{language.Say("账单编号", "Bill number")}</p>
            <p class="number">{printed.Bill.Number}</p></td>
            </tr></table></header>
            {Fate(printed, language)}
            """
        );

    /// <summary>What became of a wrong bill, and of which one this is the right one.</summary>
    private static Html Fate(PrintedBill printed, BillLanguage language) =>
        printed.Bill.ReversedAt is not null
            ? Html.Of(
                $"""
                <p class="fate">{language.Say(
                    "本账单已冲销，无需缴费。",
                    "This bill was taken back. Nothing of it is to be paid."
                )}</p>
                """
            )
        : printed.Replaces is { } number
            ? Html.Of(
                $"""
                <p class="fate">{language.Say(
                    $"本账单替代已冲销的账单 {number}。",
                    $"It replaces bill {number}, which was taken back."
                )}</p>
                """
            )
        : Html.Nothing;

    private static Html Summary(PrintedBill printed, BillLanguage language)
    {
        var (bill, account) = (printed.Bill, printed.Account);
        return Html.Of(
            $"""
            <table class="summary"><tr>
            <td class="due"><p>{language.Say("本期应付", "Amount due")}</p>
            <strong>{BillLanguage.Money(bill.AmountDue, bill.Currency)}</strong>
            <p>{Deadline(bill, language)}</p></td>
            <td><dl>
            <dt>{language.Say("客户", "Customer")}</dt><dd>{account.CustomerName}</dd>
            <dt>{language.Say("账户", "Account")}</dt><dd>{account.Number}</dd>
            <dt>{language.Say(
                "计费周期",
                "Period"
            )}</dt><dd>{printed.Month.First:yyyy-MM-dd} – {printed.Month.Last:yyyy-MM-dd}</dd>
            <dt>{language.Say("出账日期", "Bill date")}</dt><dd>{bill.BillDate:yyyy-MM-dd}</dd>
            </dl></td>
            </tr></table>
            """
        );
    }

    private static string Deadline(Bill bill, BillLanguage language) =>
        bill.AmountDue > 0 && bill.ReversedAt is null
            ? language.Say($"请在 {bill.DueOn:yyyy-MM-dd}（含当日）前缴清", $"Please pay by {bill.DueOn:yyyy-MM-dd}")
            : language.Say("无需缴费", "Nothing to pay");

    private static Html Services(PrintedBill printed, BillLanguage language)
    {
        var numbers = printed.Account.Lines.ToDictionary(line => line.Id);
        return Html.Concat(
            printed
                .Bill.Lines.OrderBy(line => line.Seq)
                .GroupBy(line => line.LineId)
                .Select(group =>
                {
                    var service = group.Key is { } id ? numbers.GetValueOrDefault(id) : null;
                    return Html.Of(
                        $"""
                        <section><h2>{(
                            service is null ? language.Say("账户", "Account") : language.Service(service.Kind)
                        )} <span>{service?.ServiceNumber}</span>
                        <b>{BillLanguage.Money(group.Sum(line => line.Amount), printed.Bill.Currency)}</b></h2>
                        <table class="lines">{Html.Concat(group.Select(line => Line(line, printed, language)))}</table></section>
                        """
                    );
                })
        );
    }

    private static Html Line(BillLine line, PrintedBill printed, BillLanguage language)
    {
        var explained = Explained(line, printed, language);
        var name = language.Say(line.NameZh, line.NameEn);
        var bar = line.UsageKind is null ? Html.Nothing : BillCharts.Used(line.Quantity ?? 0, line.Included ?? 0);
        return Html.Of(
            $"""
            <tr><td><p class="what">{(
                line.UsageKind is null ? name : $"{language.Usage(line.UsageKind)} · {name}"
            )}</p><p class="why">{explained}</p>{bar}</td>
            <td class="amount">{BillLanguage.Money(line.Amount, printed.Bill.Currency)}</td></tr>
            """
        );
    }

    private static string Explained(BillLine line, PrintedBill printed, BillLanguage language) =>
        line.ChargeId is { } charge ? ThirdPartyExplained.Explain(line, printed.Charges[charge], language)
        : line.SubscriptionId is { } id && printed.Plans.GetValueOrDefault(id) is { } plan
            ? ChargeExplained.Explain(line, plan, printed.Bill.Currency, language)
        : "";

    private static Html Total(Bill bill, BillLanguage language) =>
        Html.Of(
            $"""
            <table class="total"><tr><td>{language.Say("合计（含税）", "Total, tax included")}</td>
            <td class="amount">{BillLanguage.Money(bill.AmountDue, bill.Currency)}</td></tr></table>
            """
        );

    private static Html HowToPay(PrintedBill printed, BillLanguage language)
    {
        IEnumerable<(string Zh, string En)> ways =
        [
            (
                "在网上营业厅或手机应用中选择“缴费”，输入账户号。",
                "Online or in the app: choose Pay and enter the account number."
            ),
            ("在任一营业厅出示本账单。", "In any of our halls: show this bill."),
            (
                "对某一项有疑问？请联系客服并报账单编号；争议项在处理期间不计欠费。",
                "In doubt about a line? Tell us the bill number; a line in dispute is not dunned until it is decided."
            ),
        ];
        return Html.Of(
            $"""
            <section class="pay"><h2>{language.Say("如何缴费", "How to pay")}</h2>
            <p class="keys">{language.Say("账户", "Account")} <b>{printed.Account.Number}</b> · {language.Say(
                "账单编号",
                "Bill number"
            )} <b>{printed.Bill.Number}</b></p>
            <ol>{Html.Concat(ways.Select(way => Html.Of($"<li>{language.Say(way.Zh, way.En)}</li>")))}</ol></section>
            <footer>{language.Say(
                "每一行的金额先按精确值计算，最后四舍五入到分一次。",
                "Each line is computed exactly and rounded to the fen once, at its end."
            )}</footer>
            """
        );
    }
}
