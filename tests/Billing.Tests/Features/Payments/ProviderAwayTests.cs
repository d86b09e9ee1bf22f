using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Data.Seeds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Payments.MoneyFixture;

namespace Billing.Tests.Features.Payments;

/// <summary>B9: a payment provider that hangs or talks nonsense costs his own page and nothing else.</summary>
public sealed class ProviderAwayTests : IAsyncLifetime
{
    private TestIssuer _issuer = null!;

    public async ValueTask InitializeAsync() => _issuer = await TestIssuer.StartAsync();

    public async ValueTask DisposeAsync() => await _issuer.DisposeAsync();

    [Fact]
    public async Task A_provider_that_hangs_leaves_the_database_to_the_others()
    {
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        await using var billing = await StartAsync($"http://{hanging.LocalEndpoint}");
        using var agent = billing.As(Roles.Agent);
        List<TcpClient> calls = [];

        var starts = Enumerable.Range(1, 60).Select(i => StartAsync(agent, i)).ToArray();
        for (var called = 0; called < 16; called++)
        {
            calls.Add(await hanging.AcceptTcpClientAsync(Ct)); // and never answers
        }

        var watch = Stopwatch.StartNew();
        using var balance = await agent.GetAsync(
            new Uri($"/api/billing/v1/accounts/{SeededOperator.AccountId(1)}/balance", UriKind.Relative),
            Ct
        );
        var waited = watch.Elapsed;

        balance.StatusCode.ShouldBe(HttpStatusCode.OK);
        waited.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (await Task.WhenAll(starts)).ShouldAllBe(answer =>
            answer.Status == HttpStatusCode.ServiceUnavailable && answer.Code == "checkout.provider-away"
        );
        (await billing.ScalarAsync<long>("select count(*) from checkouts")).ShouldBe(0);
        calls.ForEach(call => call.Dispose());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"id":"cs_1","status":"open","amount":5,"currency":"CNY"}""")]
    [InlineData("<html>")]
    public async Task A_provider_that_answers_nonsense_is_away(string nonsense)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";

        // Away from the services' appsettings.json, whose Kestrel endpoints would win over ours.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }
        );
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        await using var provider = builder.Build();
        var asked = 0;
        provider.MapPost(
            "/checkout/sessions",
            () =>
            {
                asked++;
                return Results.Content(nonsense, "application/json");
            }
        );
        await provider.StartAsync(Ct);
        await using var billing = await StartAsync(address);
        using var agent = billing.As(Roles.Agent);

        (await StartAsync(agent, 1)).ShouldBe((HttpStatusCode.ServiceUnavailable, "checkout.provider-away"));
        asked.ShouldBe(1);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<RunningService<BillingDb>> StartAsync(string provider)
    {
        var addresses = Addresses.Free();
        return await RunningService<BillingDb>.StartAsync(
            _issuer,
            await (await Servers.GetAsync()).NewVirtualHostAsync(),
            new Dictionary<string, string>
            {
                ["services:simulators:http:0"] = provider,
                ["Checkout:Secret"] = Secret,
                ["Checkout:NotifyBase"] = addresses.Http,
            },
            seed: "20",
            addresses: addresses
        );
    }

    private static async Task<(HttpStatusCode Status, string? Code)> StartAsync(HttpClient agent, int i)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Checkouts)
        {
            Content = JsonContent.Create(new { accountId = SeededOperator.AccountId(1), amount = i }),
            Headers = { { "Idempotency-Key", $"start-{i}" } },
        };
        using var answer = await agent.SendAsync(request, Ct);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (answer.StatusCode, problem.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
