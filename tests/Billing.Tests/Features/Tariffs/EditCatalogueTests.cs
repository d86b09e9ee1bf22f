using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Xunit;
using static Billing.Tests.Features.Tariffs.CatalogueApi;

namespace Billing.Tests.Features.Tariffs;

/// <summary>B1: a draft is filled, emptied and compared.</summary>
public sealed class EditCatalogueTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    private static readonly DateOnly NextYear = new(2027, 12, 1);

    [Fact]
    public async Task An_empty_draft_is_filled_and_emptied_again()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(NextYear, copyNewest: false);
        await finance.PutFamilyAsync(catalogue, "NEW", "business");
        await finance.PutOfferingAsync(catalogue, "NEW", "NEW-88", 88);
        await finance.PutOfferingAsync(catalogue, "NEW", "NEW-88", 89);

        var filled = await finance.Writer.GetFromJsonAsync<JsonElement>(catalogue, Ct);
        using var notEmpty = await finance.Writer.DeleteAsync(Relative($"{catalogue}/families/NEW"), Ct);
        using var offering = await finance.Writer.DeleteAsync(Relative($"{catalogue}/offerings/NEW-88"), Ct);
        using var family = await finance.Writer.DeleteAsync(Relative($"{catalogue}/families/NEW"), Ct);
        using var again = await finance.Writer.DeleteAsync(Relative($"{catalogue}/families/NEW"), Ct);

        OfferingOf(filled, "NEW-88").GetProperty("price").GetProperty("monthlyFee").GetDecimal().ShouldBe(89);
        (await CodeOfAsync(notEmpty)).ShouldBe("family.not-empty");
        offering.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        family.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var emptied = await finance.Writer.GetFromJsonAsync<JsonElement>(catalogue, Ct);
        emptied.GetProperty("families").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_offering_that_comes_back_has_the_id_it_had()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(NextYear, copyNewest: false);
        await finance.PutFamilyAsync(catalogue, "ENJOY");
        await finance.PutOfferingAsync(catalogue, "ENJOY", "ENJOY-59", 55);

        var body = await finance.Writer.GetFromJsonAsync<JsonElement>(catalogue, Ct);

        OfferingOf(body, "ENJOY-59").GetProperty("id").GetString().ShouldBe("0190c200-0000-7000-8000-000000000011");
    }

    [Fact]
    public async Task A_proposed_catalogue_is_edited_no_more()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(NextYear);
        using var proposed = await finance.ProposeAsync(catalogue);

        using var refused = await finance.Writer.PutAsJsonAsync(
            $"{catalogue}/offerings/ENJOY-59",
            Offering("ENJOY", 1),
            Ct
        );

        (await CodeOfAsync(refused)).ShouldBe("catalogue.illegal-move");
    }

    [Fact]
    public async Task Who_decided_on_an_older_version_is_told()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(NextYear);
        using var read = await finance.Writer.GetAsync(Relative(catalogue), Ct);
        await finance.PutOfferingAsync(catalogue, "ENJOY", "ENJOY-59", 58);
        using var late = new HttpRequestMessage(HttpMethod.Post, Relative($"{catalogue}/proposals"));
        late.Headers.IfMatch.Add(read.Headers.ETag!);

        using var answer = await finance.Writer.SendAsync(late, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Theory]
    [InlineData("monthlyFee", "-1", "price.monthlyFee")]
    [InlineData("monthlyFee", "1000000", "price.monthlyFee")]
    [InlineData("currency", "\"yuan\"", "price.currency")]
    [InlineData(
        "usage",
        """[{"kind":"fax","allowance":0,"mode":"volume","tiers":[{"unitPrice":1}]}]""",
        "price.usage[0].kind"
    )]
    [InlineData("usage", """[{"kind":"sms","allowance":0,"mode":"volume","tiers":[]}]""", "price.usage[0].tiers")]
    [InlineData(
        "usage",
        """[{"kind":"sms","allowance":0,"mode":"volume","tiers":[{"upTo":5,"unitPrice":1}]}]""",
        "price.usage[0].tiers[0].upTo"
    )]
    [InlineData(
        "usage",
        """[{"kind":"sms","allowance":0,"mode":"volume","tiers":[{}]}]""",
        "price.usage[0].tiers[0].unitPrice"
    )]
    [InlineData("usage", """[null]""", "price.usage[0]")]
    [InlineData(
        "usage",
        """[{"kind":"sms","allowance":0,"mode":"volume","tiers":[null]}]""",
        "price.usage[0].tiers[0]"
    )]
    public async Task A_nonsense_price_is_refused_with_its_field(string member, string value, string field)
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(NextYear);
        var offering = JsonSerializer.SerializeToNode(Offering("ENJOY", 10))!;
        offering["price"]![member] = System.Text.Json.Nodes.JsonNode.Parse(value);
        using var content = new StringContent(offering.ToJsonString(), Encoding.UTF8, "application/json");

        using var refused = await finance.Writer.PutAsync(Relative($"{catalogue}/offerings/ENJOY-10"), content, Ct);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
    }

    [Theory]
    [InlineData("enjoy")]
    [InlineData("A%20B")]
    [InlineData("A_B")]
    public async Task A_code_is_capitals_digits_and_hyphens(string code)
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(NextYear);

        using var refused = await finance.Writer.PutAsJsonAsync(
            $"{catalogue}/families/{code}",
            new
            {
                customerGroup = "residential",
                nameZh = "甲",
                nameEn = "A",
            },
            Ct
        );

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_draft_is_compared_with_what_it_would_replace()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(NextYear);
        await finance.PutFamilyAsync(catalogue, "EXTRA", "business");
        await finance.PutOfferingAsync(catalogue, "EXTRA", "EXTRA-9", 9);

        var compared = await finance.Checker.GetFromJsonAsync<JsonElement>($"{catalogue}/differences?language=en", Ct);
        var named = await finance.Checker.GetFromJsonAsync<JsonElement>($"{catalogue}/differences?from=1", Ct);
        using var unknown = await finance.Checker.GetAsync(Relative($"{catalogue}/differences?from=9999"), Ct);
        using var none = await finance.Checker.GetAsync(Relative($"{catalogue}/differences?from=last"), Ct);

        var difference = compared.GetProperty("differences").EnumerateArray().Single();
        difference.GetProperty("kind").GetString().ShouldBe("came");
        difference.GetProperty("code").GetString().ShouldBe("EXTRA-9");
        difference
            .GetProperty("parts")[0]
            .GetProperty("new")
            .GetString()
            .ShouldBe(
                "9 yuan a month, tax included; part of a month is charged by days, what is included stays whole."
            );
        named.GetProperty("differences").GetArrayLength().ShouldBe(1);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        none.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Staff_find_catalogues_by_status_and_number()
    {
        using var finance = new CatalogueApi(platform.Billing);
        await finance.DraftAsync(NextYear);

        var published = await finance.Checker.GetFromJsonAsync<JsonElement[]>($"{Catalogues}?status=published", Ct);
        var first = await finance.Checker.GetFromJsonAsync<JsonElement[]>($"{Catalogues}?number=1", Ct);
        using var never = await finance.Checker.GetAsync(Relative($"{Catalogues}?status=lost"), Ct);

        published!.Select(it => it.GetProperty("number").GetInt32()).ShouldBe([1]);
        first!.Single().TryGetProperty("families", out _).ShouldBeFalse();
        never.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
