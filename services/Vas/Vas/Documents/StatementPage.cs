using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Vas.Domain.Settlement;

namespace Vas.Documents;

/// <summary>
/// A statement as an A4 page that anyone with a pencil can check (features.md V8): one file, nothing in it is fetched, and
/// every value is escaped as it goes in.
/// </summary>
internal static class StatementPage
{
    private const string Css = """
        @page { size: A4; margin: 16mm 17mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #7b8a90 } }
        * { box-sizing: border-box; margin: 0; padding: 0 }
        html, body { font: 9.5pt/1.5 "WenQuanYi Micro Hei", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1d2b30 }
        header { border-bottom: 2.5pt solid #0f4c5c; padding-bottom: 9pt } h1 { font-size: 20pt; color: #0f4c5c }
        .draft { color: #a33; font-weight: 700 } dl { margin: 12pt 0 } dt { float: left; clear: left; width: 110pt; color: #5c7078 }
        dd { margin: 0 0 3pt 118pt; font-weight: 600 } table { width: 100%; border-collapse: collapse } tr { break-inside: avoid }
        th { text-align: left; color: #5c7078; font-weight: 400; border-bottom: .75pt solid #b9c7cc } td { padding: 5pt 0; border-bottom: .5pt solid #e4eaec; vertical-align: top }
        .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; padding-left: 12pt } .why { font-size: 8pt; color: #5c7078 }
        .total td { border-top: 1.5pt solid #0f4c5c; font-size: 12pt; font-weight: 700; color: #0f4c5c } footer { margin-top: 12pt; font-size: 8pt; color: #7b8a90 }
        @media screen { body { background: #dfe6e8 } main { max-width: 210mm; margin: 24px auto; padding: 16mm 17mm; background: #fff } }
        """;

    // Chinese stays readable; what means something in HTML is escaped all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(Statement statement, StatementLanguage language)
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            <!doctype html>
            <html lang="{language.Code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{Text(statement.Number)}</title><style>{Css}</style></head><body><main>
            <header><h1>{language.Say("SP 结算单", "Settlement statement")}</h1><p>{Text(statement.Number)}</p>
            {Draft(statement, language)}</header>
            <dl>{Fact(
                language.Say("服务提供商", "Provider"),
                $"{statement.ProviderNumber} {language.Say(statement.ProviderNameZh, statement.ProviderNameEn)}"
            )}
            {Fact(language.Say("结算月份", "Month"), statement.Period)}
            {Fact(
                language.Say("投诉（口径）", "Complaints (definition)"),
                $"{statement.Complaints} ({statement.Definition})"
            )}
            {Fact(language.Say("月初有效订购", "Subscriptions at its start"), $"{statement.Subscribers}")}
            {Fact(language.Say("投诉率（每万）", "Rate per 10,000"), statement.Rate is { } rate ? Number(rate) : "–")}
            {Fact(language.Say("结算系数", "Factor"), Number(statement.Factor))}</dl>
            <table><tr><th>{language.Say("项目", "Line")}</th><th class="n">{language.Say("基数", "Basis")}</th>
            <th class="n">{language.Say("比率", "Rate")}</th><th class="n">{language.Say("金额", "Amount")} {Text(
                statement.Currency
            )}</th></tr>
            """
        );
        foreach (var line in statement.Lines.OrderBy(line => line.Seq))
        {
            page.Append(Line(line, language));
        }

        page.Append(
            $"""
            <tr class="total"><td colspan="3">{language.Say("应付", "Payable")}</td><td class="n">{Sum(statement.Payable)}</td></tr>
            <tr class="total"><td colspan="3">{language.Say("结转下期", "Carried forward")}</td><td class="n">{Sum(statement.CarriedForward)}</td></tr>
            </table><footer>{language.Say(
                "每行金额 = 基数 × 比率，按精确值计算后四舍五入到分一次。依据的策略版本：",
                "Each amount is basis × rate, computed exactly and rounded to the fen once. Policies: "
            )}{Text(statement.PolicyVersions)}</footer></main></body></html>
            """
        );
        return page.ToString();
    }

    private static string Draft(Statement statement, StatementLanguage language) =>
        statement.Status == StatementStatus.Issued
            ? ""
            : $"<p class=\"draft\">{language.Say("草案，可于此时间前提出异议：", "Draft; objections until ")}{statement.ObjectionsUntil:yyyy-MM-dd HH:mm} UTC</p>";

    private static string Line(StatementLine line, StatementLanguage language) =>
        $"""
            <tr><td>{language.Kind(line.Kind)}<p class="why">{Text(line.Note)} {Text(
                string.Join(", ", line.CaseNumbers)
            )}</p></td>
            <td class="n">{Sum(line.Basis)}</td><td class="n">{Number(line.Rate)}</td><td class="n">{Sum(
                line.Amount
            )}</td></tr>
            """;

    private static string Fact(string name, string value) => $"<dt>{name}</dt><dd>{Text(value)}</dd>";

    private static string Text(string? value) => Encoder.Encode(value ?? "");

    private static string Sum(decimal amount) => amount.ToString("#,0.00;−#,0.00", CultureInfo.InvariantCulture);

    private static string Number(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

/// <summary>The words of a statement, in Chinese or English.</summary>
/// <param name="Code"><c>zh</c> or <c>en</c>.</param>
internal sealed record StatementLanguage(string Code)
{
    public string Say(string zh, string en) => Code == "zh" ? zh : en;

    public string Kind(SettlementLineKind kind) =>
        kind switch
        {
            SettlementLineKind.Share => Say("分成", "Share of net charges"),
            SettlementLineKind.BadDebt => Say("坏账", "Bad debt"),
            SettlementLineKind.ServiceFee => Say("代收服务费", "Service fee"),
            SettlementLineKind.ComplaintFactor => Say("投诉率扣减", "Complaint rate"),
            SettlementLineKind.Penalty => Say("违约金", "Penalty"),
            SettlementLineKind.ClawBack => Say("先行赔付追偿", "Refund clawed back"),
            _ => Say("上期结转", "Carried in"),
        };
}
