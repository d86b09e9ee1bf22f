using System;
using System.Linq;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Xunit;
using static Billing.Tests.Features.Tariffs.CatalogueApi;

namespace Billing.Tests.Features.Tariffs;

/// <summary>TMF620: what is no longer sold is still told of; what is sold is told at today's price.</summary>
public sealed class RetiredOfferingTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    [Fact]
    public async Task An_offering_that_the_catalogue_in_force_lacks_is_retired_and_the_others_have_todays_price()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime);
        var catalogue = await finance.DraftAsync(today);
        using (var removed = await finance.Writer.DeleteAsync(Relative($"{catalogue}/offerings/TALK-15"), Ct))
        {
            removed.EnsureSuccessStatusCode();
        }

        await finance.PutOfferingAsync(catalogue, "ENJOY", "ENJOY-59", 58);
        await finance.LetOutAsync(catalogue);

        var all = await finance.Checker.GetFromJsonAsync<JsonElement[]>($"{Tmf620}/productOffering?limit=100", Ct);
        var retired = await finance.Checker.GetFromJsonAsync<JsonElement[]>(
            $"{Tmf620}/productOffering?lifecycleStatus=Retired",
            Ct
        );
        var prices = await finance.Checker.GetFromJsonAsync<JsonElement[]>(
            $"{Tmf620}/productOfferingPrice?lifecycleStatus=Retired",
            Ct
        );
        var catalogs = await finance.Checker.GetFromJsonAsync<JsonElement[]>($"{Tmf620}/catalog", Ct);

        all!.Length.ShouldBe(27, "each once, whatever the number of catalogues");
        var talk = retired!.Single();
        talk.GetProperty("name").GetString().ShouldBe("乐话15元套餐");
        talk.GetProperty("isSellable").GetBoolean().ShouldBeFalse();
        talk.GetProperty("validFor").TryGetProperty("endDateTime", out _).ShouldBeTrue();
        prices!.Select(price => price.GetProperty("priceType").GetString()).ShouldBe(["recurring", "usage"]);
        var enjoy = all.Single(it => it.GetProperty("nameEn").GetString() == "Plan 58");
        enjoy.GetProperty("version").GetString().ShouldBe("2");
        catalogs!.Select(it => it.GetProperty("lifecycleStatus").GetString()).ShouldBe(["Active", "Retired"]);
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
