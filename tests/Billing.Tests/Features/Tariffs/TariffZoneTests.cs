using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Xunit;
using static Billing.Tests.Features.Tariffs.CatalogueApi;

namespace Billing.Tests.Features.Tariffs;

/// <summary>B2: anybody reads what is offered, in plain words, and what changed.</summary>
public sealed class TariffZoneTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    [Fact]
    public async Task Anybody_reads_in_chinese_what_is_offered_today()
    {
        using var anybody = platform.Billing.Anonymous();

        var zone = await anybody.GetFromJsonAsync<JsonElement>($"{Zone}?group=residential", Ct);

        zone.GetProperty("language").GetString().ShouldBe("zh");
        zone.GetProperty("number").GetInt32().ShouldBe(1);
        var residential = zone.GetProperty("groups").EnumerateArray().Single();
        residential.GetProperty("name").GetString().ShouldBe("个人和家庭客户");
        residential.GetProperty("families").GetArrayLength().ShouldBe(3);
        var enjoy = residential.GetProperty("families")[0];
        enjoy.GetProperty("name").GetString().ShouldBe("畅享");
        var first = enjoy.GetProperty("offerings")[0];
        first.GetProperty("code").GetString().ShouldBe("ENJOY-39");
        Texts(first.GetProperty("price"))
            .ShouldBe([
                "每月39元，含税；不足一个月按天计收，套餐内用量不减。",
                "每月含100分钟通话，超出部分每分钟0.15元。",
                "每月含50条短信，超出部分每条0.1元。",
                "每月含5GB流量，超出部分1GB以内每MB0.0049元；1GB至10GB每MB0.0029元；10GB以上每MB0.0019元。",
            ]);
    }

    [Fact]
    public async Task Anybody_reads_it_in_english_for_every_group()
    {
        using var anybody = platform.Billing.Anonymous();

        var zone = await anybody.GetFromJsonAsync<JsonElement>($"{Zone}?language=en", Ct);

        zone.GetProperty("groups")
            .EnumerateArray()
            .Select(group => group.GetProperty("name").GetString())
            .ShouldBe(["Residential customers", "Business customers", "Key accounts"]);
        var talk = zone.GetProperty("groups")[0].GetProperty("families")[2];
        talk.GetProperty("name").GetString().ShouldBe("Talk");
        Texts(talk.GetProperty("offerings")[0].GetProperty("price"))
            .ShouldBe([
                "15 yuan a month, tax included; part of a month is charged by days, what is included stays whole.",
                "60 minutes of calls a month included; beyond that 0.15 yuan per minute.",
            ]);
    }

    [Fact]
    public async Task A_published_price_holds_from_its_day_and_the_change_is_told()
    {
        using var finance = new CatalogueApi(platform.Billing);
        using var anybody = platform.Billing.Anonymous();
        var day = await finance.AfterNewestAsync();
        var catalogue = await finance.DraftAsync(day);
        await finance.PutOfferingAsync(catalogue, "ENJOY", "ENJOY-39", 49);
        var number = await finance.LetOutAsync(catalogue);

        var before = await anybody.GetFromJsonAsync<JsonElement>($"{Zone}?on={day.AddDays(-1):yyyy-MM-dd}", Ct);
        var after = await anybody.GetFromJsonAsync<JsonElement>($"{Zone}?on={day:yyyy-MM-dd}", Ct);
        var changes = await anybody.GetFromJsonAsync<JsonElement>($"{Zone}/changes?from=1&to={number}", Ct);

        before.GetProperty("number").GetInt32().ShouldBeLessThan(number);
        after.GetProperty("number").GetInt32().ShouldBe(number);
        var change = changes.GetProperty("differences").EnumerateArray().Single();
        change.GetProperty("kind").GetString().ShouldBe("changed");
        change.GetProperty("code").GetString().ShouldBe("ENJOY-39");
        var fee = change.GetProperty("parts").EnumerateArray().Single(it => Word(it, "part") == "monthlyFee");
        (Word(fee, "old"), Word(fee, "new")).ShouldBe(
            (
                "每月39元，含税；不足一个月按天计收，套餐内用量不减。",
                "每月49元，含税；不足一个月按天计收，套餐内用量不减。"
            )
        );
    }

    [Fact]
    public async Task A_draft_is_nobody_elses_business()
    {
        using var finance = new CatalogueApi(platform.Billing);
        using var anybody = platform.Billing.Anonymous();
        var draft = await finance.DraftAsync(await finance.AfterNewestAsync());
        var number = (await finance.Writer.GetFromJsonAsync<JsonElement>(draft, Ct)).GetProperty("number").GetInt32();

        using var changes = await anybody.GetAsync(Relative($"{Zone}/changes?from=1&to={number}"), Ct);

        changes.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("on=2019-12-31", HttpStatusCode.NotFound)]
    [InlineData("on=31.12.2026", HttpStatusCode.BadRequest)]
    [InlineData("group=everybody", HttpStatusCode.BadRequest)]
    [InlineData("language=fr", HttpStatusCode.BadRequest)]
    public async Task A_day_before_all_catalogues_is_not_found_and_what_is_no_day_is_refused(
        string query,
        HttpStatusCode expected
    )
    {
        using var anybody = platform.Billing.Anonymous();

        using var answer = await anybody.GetAsync(Relative($"{Zone}?{query}"), Ct);

        answer.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData($"{Zone}?on=2026-01-01")]
    [InlineData($"{Zone}.html?on=2026-01-01")]
    [InlineData($"{Zone}/changes?from=1&to=1")]
    public async Task Who_has_the_newest_version_gets_no_second_copy(string path)
    {
        using var anybody = platform.Billing.Anonymous();
        using var first = await anybody.GetAsync(Relative(path), Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, Relative(path));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var answer = await anybody.SendAsync(again, Ct);

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Headers.CacheControl!.Public.ShouldBeTrue();
        answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await answer.Content.ReadAsByteArrayAsync(Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_shows_it_without_scripts_and_escapes_what_people_typed()
    {
        using var finance = new CatalogueApi(platform.Billing);
        using var anybody = platform.Billing.Anonymous();
        var day = await finance.AfterNewestAsync();
        var catalogue = await finance.DraftAsync(day);
        await finance.PutOfferingAsync(catalogue, "ENJOY", "ENJOY-39", 39);
        await finance.LetOutAsync(catalogue);

        using var answer = await anybody.GetAsync(Relative($"{Zone}.html?on={day:yyyy-MM-dd}&group=residential"), Ct);
        var zh = await answer.Content.ReadAsStringAsync(Ct);
        var en = await anybody.GetStringAsync(Relative($"{Zone}.html?on={day:yyyy-MM-dd}&language=en"), Ct);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        zh.ShouldContain("资费专区");
        zh.ShouldContain("每月39元，含税；不足一个月按天计收，套餐内用量不减。");
        zh.ShouldContain("39元&lt;套餐&gt;");
        zh.ShouldNotContain("39元<套餐>");
        zh.ShouldNotContain("<script");
        zh.ShouldContain($"?language=en&amp;on={day:yyyy-MM-dd}&amp;group=residential");
        en.ShouldContain(
            "39 yuan a month, tax included; part of a month is charged by days, what is included stays whole."
        );
        en.ShouldContain("lang=\"en\"");
    }

    private static string[] Texts(JsonElement texts) => [.. texts.EnumerateArray().Select(text => text.GetString()!)];

    private static string? Word(JsonElement part, string name) => part.GetProperty(name).GetString();

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
