using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Gateway.Tests;

/// <summary>The page that shows every service's OpenAPI document (tmf.md; docs/adr/0010).</summary>
public sealed partial class ApiPageTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task The_page_lists_a_document_for_each_service_the_gateway_routes_to()
    {
        using var client = gateway.Client();

        var page = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri("/openapi/", UriKind.Relative), Ct));

        foreach (var service in new[] { "billing", "complaints", "notifications" })
        {
            page.ShouldContain($$"""{"url":"/openapi/{{service}}.json","name":"{{service}}"}""");
        }
    }

    [Fact]
    public async Task The_page_runs_own_scripts_only_and_loads_nothing_from_elsewhere()
    {
        using var client = gateway.Client();

        using var answer = await client.GetAsync(new Uri("/openapi/index.html", UriKind.Relative), Ct);

        var page = await answer.Content.ReadAsStringAsync(Ct);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self';");
        policy.ShouldNotContain("unsafe");
        var assets = Asset().Matches(page).Select(match => match.Groups["asset"].Value).ToList();
        assets.Count.ShouldBe(6);
        foreach (var asset in assets)
        {
            asset.ShouldStartWith("/openapi/");
            using var loaded = await client.GetAsync(new Uri(asset, UriKind.Relative), Ct);
            loaded.StatusCode.ShouldBe(HttpStatusCode.OK, asset);
            loaded.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        }
    }

    [Theory]
    [InlineData("/openapi/complaints.json", HttpStatusCode.Unauthorized)]
    [InlineData("/openapi/nobody.json", HttpStatusCode.NotFound)]
    public async Task What_is_open_is_the_page_and_not_the_documents(string path, HttpStatusCode expected)
    {
        using var client = gateway.Client();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(expected);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [GeneratedRegex("(?:src|href)=\"(?<asset>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asset();
}
