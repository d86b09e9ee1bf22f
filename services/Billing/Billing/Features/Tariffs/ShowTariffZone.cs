using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Billing.Features.Tariffs;

/// <summary>
/// The tariff zone as a page, for who would rather look: no scripts, nothing from elsewhere, readable on any device
/// (features.md B2).
/// </summary>
internal static class ShowTariffZone
{
    private const string ContentPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Style = """
        :root{color-scheme:light dark}
        body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem}
        header{display:flex;justify-content:space-between;align-items:baseline;flex-wrap:wrap;gap:1rem}
        h2{margin:2.5rem 0 0;border-bottom:1px solid #8886;padding-bottom:.3rem}
        h3{margin:1.5rem 0 .5rem}
        .tiers{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:1rem}
        article{border:1px solid #8886;border-radius:.6rem;padding:1rem}
        article.promoted{border-color:#0a7c66;border-width:2px}
        article h4{margin:0 0 .3rem}
        article p{margin:.2rem 0;font-size:.95rem}
        article .fee{font-weight:600;font-size:1.05rem}
        .quiet{opacity:.75}
        """;

    public static void Map(RouteGroupBuilder zone) =>
        zone.MapGet("/tariffZone.html", Handle).AllowAnonymous().ExcludeFromDescription();

    private static async Task<Results<ContentHttpResult, NotFound, StatusCodeHttpResult>> Handle(
        string? on,
        string? group,
        string? language,
        TariffZone tariffs,
        HttpContext http,
        CancellationToken ct
    )
    {
        var zone = await tariffs.ReadAsync(on, group, language, ct);
        if (zone is null)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.ContentSecurityPolicy = ContentPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.HasNewest($"{zone.Number}-{zone.On:yyyyMMdd}")
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Text(Page(zone, on, group), "text/html", Encoding.UTF8);
    }

    private static string Page(TariffZoneView zone, string? on, string? group)
    {
        var isZh = zone.Language == Language.Zh.ToWord();
        var (title, other, otherName) = isZh ? ("资费专区", "en", "English") : ("Tariffs", "zh", "中文");
        var since = isZh
            ? $"第{zone.Number}号资费目录，自{zone.EffectiveFrom:yyyy-MM-dd}起执行；以下为{zone.On:yyyy-MM-dd}在售资费。"
            : $"Catalogue {zone.Number}, in force since {zone.EffectiveFrom:yyyy-MM-dd}; on sale on {zone.On:yyyy-MM-dd}.";
        var link = $"?language={other}{Parameter("on", on)}{Parameter("group", group)}";
        var page = new StringBuilder(
            $"""
            <!doctype html>
            <html lang="{zone.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <style>{Style}</style>
            </head>
            <body>
            <header><h1>{title}</h1><a href="{Text(link)}" hreflang="{other}">{otherName}</a></header>
            <p class="quiet">{since}</p>

            """
        );
        foreach (var customers in zone.Groups)
        {
            page.Append($"<section><h2>{Text(customers.Name)}</h2>\n");
            foreach (var family in customers.Families)
            {
                page.Append($"<h3>{Text(family.Name)}</h3>\n<div class=\"tiers\">\n");
                foreach (var offering in family.Offerings)
                {
                    Append(page, offering);
                }

                page.Append("</div>\n");
            }

            page.Append("</section>\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder page, TariffView offering)
    {
        page.Append(offering.IsPromoted ? "<article class=\"promoted\">" : "<article>")
            .Append($"<h4>{Text(offering.Name)}</h4>")
            .Append($"<p class=\"fee\">{Text(offering.Price[0])}</p>");
        for (var i = 1; i < offering.Price.Count; i++)
        {
            page.Append($"<p>{Text(offering.Price[i])}</p>");
        }

        page.Append($"<p class=\"quiet\">{Text(offering.Description)}</p></article>\n");
    }

    private static string Parameter(string name, string? value) =>
        value is null ? "" : $"&{name}={WebUtility.UrlEncode(value)}";

    /// <summary>Names and descriptions were typed in by people.</summary>
    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
