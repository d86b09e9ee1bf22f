using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Vas.Tests.Features.Providers;

/// <summary>What the tests of providers do again and again, over the API as everybody does it.</summary>
internal static class ProviderSteps
{
    public const string ProviderRoot = "/api/vas/v1/providers";
    public const string ServiceRoot = "/api/vas/v1/services";
    public const string SanctionRoot = "/api/vas/v1/sanctions";
    public const string BlacklistRoot = "/api/vas/v1/blacklist";

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static HttpClient Anna(this VasFixture platform) => platform.Vas.As(Roles.Finance, subject: "anna");

    public static HttpClient Boris(this VasFixture platform) => platform.Vas.As(Roles.Finance, subject: "boris");

    public static HttpClient Partner(this VasFixture platform, Guid provider) =>
        platform.Vas.As(Roles.Partner, subject: $"sp-{provider}", partner: provider);

    public static string NewLicence() => $"B2-{Guid.CreateVersion7():N}".ToUpperInvariant();

    public static object Application(string licence) =>
        new
        {
            nameZh = "星河互动",
            nameEn = "Starriver",
            licence,
            contractNumber = "HT-2026-001",
            hotline = "4006600001",
            contacts = new[]
            {
                new
                {
                    role = "complaints",
                    name = "王经理",
                    phone = "13800000001",
                },
            },
        };

    /// <summary>A provider that anna registered and boris let in.</summary>
    public static async Task<Guid> ActiveProviderAsync(this VasFixture platform, string? licence = null)
    {
        using var anna = platform.Anna();
        using var boris = platform.Boris();
        var applied = await anna.PostOkAsync(ProviderRoot, Application(licence ?? NewLicence()));
        var id = applied.GetProperty("id").GetGuid();
        await boris.PostOkAsync($"{ProviderRoot}/{id}/approval");
        return id;
    }

    /// <summary>A live service that anna proposed and boris approved.</summary>
    public static async Task<Guid> LiveServiceAsync(this VasFixture platform, Guid provider)
    {
        using var anna = platform.Anna();
        using var boris = platform.Boris();
        var proposed = await anna.PostOkAsync(ServiceRoot, Offer(provider));
        var id = proposed.GetProperty("id").GetGuid();
        await boris.PostOkAsync($"{ServiceRoot}/{id}/approval");
        return id;
    }

    public static object Offer(Guid? provider, string? accessCode = null) =>
        new
        {
            providerId = provider,
            nameZh = "标准包月",
            nameEn = "Standard monthly",
            accessCode = accessCode ?? NewAccessCode(),
            price = 5.00m,
            period = "month",
            trialDays = 7,
        };

    private static int _accessCodes = 10_660_000;

    public static string NewAccessCode() => $"{Interlocked.Increment(ref _accessCodes)}";

    public static async Task<JsonElement> PostOkAsync(this HttpClient client, string path, object? body = null)
    {
        using var answer = await client.PostAsJsonAsync(path, body ?? new { }, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The code of a refusal by the rules.</summary>
    public static async Task<string?> RefusedAsync(this HttpClient client, string path, object? body = null)
    {
        using var answer = await client.PostAsJsonAsync(path, body ?? new { }, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("code").GetString();
    }

    public static async Task<HttpStatusCode> StatusAsync(this HttpClient client, string path, object? body = null)
    {
        using var answer = body is null
            ? await client.GetAsync(new Uri(path, UriKind.Relative), Ct)
            : await client.PostAsJsonAsync(path, body, Ct);
        return answer.StatusCode;
    }

    public static Task<JsonElement> ReadAsync(this HttpClient client, string path) =>
        client.GetFromJsonAsync<JsonElement>(path, Ct);

    public static string? Text(this JsonElement body, string name) => body.GetProperty(name).GetString();
}
