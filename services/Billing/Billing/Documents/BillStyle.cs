namespace Billing.Documents;

/// <summary>How a bill looks, on A4 and on a screen.</summary>
internal static class BillStyle
{
    public static Html Css { get; } =
        Html.Of(
            $$"""
            @page { size: A4; margin: 16mm 17mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #7b8a90 } }
            * { box-sizing: border-box; margin: 0; padding: 0 }
            html, body { font: 9.5pt/1.5 "WenQuanYi Micro Hei", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1d2b30 }
            table { width: 100%; border-collapse: collapse } td { vertical-align: top }
            .right { text-align: right } .kicker { font-size: 8pt; letter-spacing: .08em; color: #5c7078 }
            header { border-bottom: 2.5pt solid #0f4c5c; padding-bottom: 9pt }
            h1 { font-size: 23pt; line-height: 1.2; font-weight: 700; color: #0f4c5c } .number { font-size: 12pt; font-weight: 600 }
            .fate { margin-top: 10pt; padding: 6pt 10pt; border-left: 3pt solid #e36414; font-weight: 600 }
            .summary { margin: 14pt 0 } .summary .due { width: 45%; background: #0f4c5c; color: #fff; padding: 13pt 16pt; border-radius: 6pt }
            .due strong { display: block; font-size: 27pt; line-height: 1.25 } .due p { color: #cfe0e5 }
            dl { padding-left: 22pt } dt { float: left; clear: left; width: 62pt; color: #5c7078 } dd { margin: 0 0 4pt 70pt; font-weight: 600 }
            .composition { display: block; width: 100%; height: 13pt; border-radius: 3pt } .legend { margin: 5pt 0 4pt; width: auto }
            .legend td { padding-right: 17pt; font-size: 8.5pt; color: #43565d } .legend b { margin-left: 5pt; color: #1d2b30 }
            .dot { display: inline-block; width: 7pt; height: 7pt; border-radius: 2pt; margin-right: 5pt }
            section { margin-top: 14pt } h2 { font-size: 11pt; color: #0f4c5c; border-bottom: .75pt solid #b9c7cc; padding-bottom: 3pt; break-after: avoid }
            h2 span { font-weight: 400; color: #43565d; margin-left: 4pt } h2 b { float: right; color: #1d2b30 }
            .lines tr { break-inside: avoid } .lines td { padding: 5.5pt 0; border-bottom: .5pt solid #e4eaec }
            .what { font-weight: 600 } .why { font-size: 8.5pt; color: #5c7078 } .used { display: block; width: 160pt; height: 6pt; margin-top: 3pt }
            .amount { text-align: right; white-space: nowrap; width: 88pt; font-weight: 600; font-variant-numeric: tabular-nums }
            .total { margin-top: 12pt; font-size: 13pt; font-weight: 700; color: #0f4c5c } .total td { border-top: 1.5pt solid #0f4c5c; padding-top: 6pt }
            .pay { background: #f3f6f7; border-radius: 6pt; padding: 10pt 14pt; break-inside: avoid } .pay h2 { border: 0; padding: 0 }
            .pay ol { padding-left: 15pt; color: #43565d } .keys { margin: 3pt 0 } footer { margin-top: 10pt; font-size: 8pt; color: #7b8a90 }
            @media screen { body { background: #dfe6e8 } main { max-width: 210mm; margin: 24px auto; padding: 16mm 17mm; background: #fff; box-shadow: 0 2px 14px #1d2b3033 } }
            """
        );
}
