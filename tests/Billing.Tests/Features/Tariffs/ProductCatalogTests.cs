using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Billing.Tests.Features.Tariffs.CatalogueApi;

namespace Billing.Tests.Features.Tariffs;

/// <summary>TMF620: what is in force or was, for any token.</summary>
public sealed class ProductCatalogTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    private const string Enjoy39 = "0190c200-0000-7000-8000-000000000010";

    [Fact]
    public async Task An_offering_has_its_category_its_prices_and_its_words()
    {
        using var partner = platform.Billing.As(Roles.Partner);

        var offering = await partner.GetFromJsonAsync<JsonElement>($"{Tmf620}/productOffering/{Enjoy39}", Ct);

        offering.GetProperty("id").GetString().ShouldBe(Enjoy39);
        offering.GetProperty("href").GetString().ShouldBe($"{Tmf620}/productOffering/{Enjoy39}");
        offering.GetProperty("name").GetString().ShouldBe("畅享39元套餐");
        offering.GetProperty("lifecycleStatus").GetString().ShouldBe("Active");
        offering.GetProperty("isSellable").GetBoolean().ShouldBeTrue();
        offering.GetProperty("version").GetString().ShouldBe("1");
        offering.GetProperty("@type").GetString().ShouldBe("ProductOffering");
        offering
            .GetProperty("description")
            .GetString()!
            .ShouldContain("每月39元，含税；不足一个月按天计收，套餐内用量不减。");
        offering
            .GetProperty("validFor")
            .GetProperty("startDateTime")
            .GetDateTimeOffset()
            .ShouldBe(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)), "midnight where the operator is");
        offering.GetProperty("category")[0].GetProperty("name").GetString().ShouldBe("畅享");
        offering
            .GetProperty("productOfferingPrice")
            .EnumerateArray()
            .Select(price => price.GetProperty("id").GetString())
            .ShouldBe([$"{Enjoy39}.monthlyFee", $"{Enjoy39}.voice", $"{Enjoy39}.sms", $"{Enjoy39}.data"]);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        using var customer = platform.Billing.As(Roles.Customer, BillingFixture.Account1);
        var offering = await customer.GetFromJsonAsync<JsonElement>($"{Tmf620}/productOffering/{Enjoy39}", Ct);

        foreach (
            var reference in offering
                .GetProperty("category")
                .EnumerateArray()
                .Concat(offering.GetProperty("productOfferingPrice").EnumerateArray())
        )
        {
            var href = reference.GetProperty("href").GetString()!;
            var found = await customer.GetFromJsonAsync<JsonElement>(href, Ct);
            found.GetProperty("href").GetString().ShouldBe(href);
            found.GetProperty("@type").GetString().ShouldBe(reference.GetProperty("@referredType").GetString());
        }
    }

    [Fact]
    public async Task Usage_has_its_tiers_and_a_fee_its_period()
    {
        using var agent = platform.Billing.As(Roles.Agent);

        var fee = await agent.GetFromJsonAsync<JsonElement>($"{Tmf620}/productOfferingPrice/{Enjoy39}.monthlyFee", Ct);
        var data = await agent.GetFromJsonAsync<JsonElement>($"{Tmf620}/productOfferingPrice/{Enjoy39}.data", Ct);
        using var once = await agent.GetAsync(Relative($"{Tmf620}/productOfferingPrice/{Enjoy39}.oneOffFee"), Ct);
        using var none = await agent.GetAsync(Relative($"{Tmf620}/productOfferingPrice/{Enjoy39}"), Ct);

        fee.GetProperty("priceType").GetString().ShouldBe("recurring");
        fee.GetProperty("recurringChargePeriodType").GetString().ShouldBe("month");
        fee.GetProperty("price").GetProperty("value").GetDecimal().ShouldBe(39);
        fee.GetProperty("price").GetProperty("unit").GetString().ShouldBe("CNY");
        data.GetProperty("priceType").GetString().ShouldBe("usage");
        data.GetProperty("allowance").GetProperty("amount").GetDecimal().ShouldBe(5_120);
        data.GetProperty("allowance").GetProperty("units").GetString().ShouldBe("MB");
        data.GetProperty("tier").GetArrayLength().ShouldBe(3);
        data.TryGetProperty("price", out _).ShouldBeFalse("three tiers have no one price");
        once.StatusCode.ShouldBe(HttpStatusCode.NotFound, "there is no fee once");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("productOffering", "", 27)]
    [InlineData("productOffering", "?lineKind=mobile", 12)]
    [InlineData("productOffering", "?marketSegment.id=business&lineKind=broadband", 3)]
    [InlineData("productOffering", "?name=畅享39元套餐", 1)]
    [InlineData("productOffering", "?nameEn=Enjoy 39", 1)]
    [InlineData("productOffering", "?category.id=0190c100-0000-7000-8000-000000000001", 4)]
    [InlineData("productOffering", "?category.id=nothing", 0)]
    [InlineData("category", "", 9)]
    [InlineData("category", "?name=畅享", 1)]
    [InlineData("category", "?marketSegment.id=keyAccount", 3)]
    [InlineData("catalog", "", 1)]
    [InlineData("catalog", "?version=1", 1)]
    [InlineData("catalog", "?lifecycleStatus=Retired", 0)]
    [InlineData("productOfferingPrice", "?productOffering.id=0190c200-0000-7000-8000-000000000010", 4)]
    [InlineData("productOfferingPrice", "?priceType=recurring", 27)]
    [InlineData("productOfferingPrice", "?priceType=oneTime", 0)]
    [InlineData("productOfferingPrice", "?lifecycleStatus=Active", 69)]
    public async Task Lists_are_filtered_and_counted(string resource, string query, int expected)
    {
        using var channel = platform.Billing.As(Roles.Channel);

        using var answer = await channel.GetAsync(Relative($"{Tmf620}/{resource}{query}"), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        answer.Headers.GetValues("X-Total-Count").Single().ShouldBe($"{expected}");
    }

    [Fact]
    public async Task Lists_are_paged_and_show_the_fields_that_were_asked_for()
    {
        using var channel = platform.Billing.As(Roles.Channel);

        var page = await channel.GetFromJsonAsync<JsonElement[]>(
            $"{Tmf620}/productOfferingPrice?limit=3&offset=2&fields=name",
            Ct
        );

        page!.Length.ShouldBe(3);
        page[0].EnumerateObject().Select(member => member.Name).ShouldBe(["id", "href", "name"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_attribute_that_nobody_declared_is_refused_in_tm_forums_way()
    {
        using var channel = platform.Billing.As(Roles.Channel);

        using var answer = await channel.GetAsync(Relative($"{Tmf620}/productOffering?colour=red"), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("@type").GetString().ShouldBe("Error");
    }

    [Fact]
    public async Task What_is_yet_to_come_is_not_shown()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var draft = await finance.DraftAsync(await finance.AfterNewestAsync());
        await finance.LetOutAsync(draft);

        using var catalog = await finance.Checker.GetAsync(Relative($"{Tmf620}/catalog/{draft.Split('/')[^1]}"), Ct);
        var offering = await finance.Checker.GetFromJsonAsync<JsonElement>($"{Tmf620}/productOffering/{Enjoy39}", Ct);

        catalog.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        offering.GetProperty("version").GetString().ShouldBe("1");
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
