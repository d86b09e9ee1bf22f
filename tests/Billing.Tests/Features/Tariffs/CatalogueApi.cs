using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Billing.Tests.Features.Tariffs;

/// <summary>What finance does to a catalogue over the API: one writes, another decides.</summary>
internal sealed class CatalogueApi(RunningService<BillingDb> billing) : IDisposable
{
    public const string Catalogues = "/api/billing/v1/catalogues";
    public const string Zone = "/api/billing/v1/tariffZone";
    public const string Tmf620 = "/tmf-api/productCatalogManagement/v4";

    public HttpClient Writer { get; } = billing.As(Roles.Finance, subject: "writer");
    public HttpClient Checker { get; } = billing.As(Roles.Finance, subject: "checker");

    /// <summary>Tests of a class share a database: each takes a day that no catalogue has.</summary>
    public async Task<DateOnly> AfterNewestAsync()
    {
        var day = await billing.ScalarAsync<string>(
            "select to_char(greatest(max(effective_from), current_date + 40) + 10, 'YYYY-MM-DD') from catalogues"
        );
        return DateOnly.ParseExact(day!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    public async Task<string> DraftAsync(DateOnly from, bool copyNewest = true)
    {
        using var answer = await Writer.PostAsJsonAsync(Catalogues, new { effectiveFrom = from, copyNewest }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return answer.Headers.Location!.ToString();
    }

    public async Task PutFamilyAsync(string catalogue, string code, string group = "residential")
    {
        var family = new
        {
            customerGroup = group,
            nameZh = $"{code}系列",
            nameEn = code,
        };
        using var answer = await Writer.PutAsJsonAsync($"{catalogue}/families/{code}", family, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public async Task PutOfferingAsync(string catalogue, string family, string code, decimal fee)
    {
        using var answer = await Writer.PutAsJsonAsync($"{catalogue}/offerings/{code}", Offering(family, fee), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
    }

    public static object Offering(string family, decimal fee, bool isPromoted = true) =>
        new
        {
            family,
            nameZh = $"{fee}元<套餐>",
            nameEn = $"Plan {fee}",
            descriptionZh = "含语音",
            descriptionEn = "With calls",
            lineKind = "mobile",
            isPromoted,
            price = new
            {
                monthlyFee = fee,
                currency = "CNY",
                usage = new[]
                {
                    new
                    {
                        kind = "voice",
                        allowance = 100,
                        mode = "graduated",
                        tiers = new[] { new { unitPrice = 0.15m } },
                    },
                },
            },
        };

    public Task<HttpResponseMessage> ProposeAsync(string catalogue) => PostAsync(Writer, $"{catalogue}/proposals");

    public Task<HttpResponseMessage> PublishAsync(string catalogue, HttpClient? by = null) =>
        PostAsync(by ?? Checker, $"{catalogue}/publication");

    /// <returns>Its number.</returns>
    public async Task<int> LetOutAsync(string catalogue)
    {
        using var proposed = await ProposeAsync(catalogue);
        using var published = await PublishAsync(catalogue);
        published.StatusCode.ShouldBe(HttpStatusCode.OK, await published.Content.ReadAsStringAsync(Ct));
        return (await published.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("number").GetInt32();
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path) =>
        await client.PostAsJsonAsync(path, new { }, Ct);

    public static async Task<string> CodeOfAsync(HttpResponseMessage refusal)
    {
        refusal.StatusCode.ShouldBe(HttpStatusCode.Conflict, await refusal.Content.ReadAsStringAsync(Ct));
        return (await refusal.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString()!;
    }

    /// <summary>All offerings of a catalogue's answer, by code.</summary>
    public static JsonElement OfferingOf(JsonElement catalogue, string code) =>
        catalogue
            .GetProperty("families")
            .EnumerateArray()
            .SelectMany(family => family.GetProperty("offerings").EnumerateArray())
            .Single(offering => offering.GetProperty("code").GetString() == code);

    public void Dispose()
    {
        Writer.Dispose();
        Checker.Dispose();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
