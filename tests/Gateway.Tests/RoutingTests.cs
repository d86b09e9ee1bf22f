using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Gateway.Tests;

public sealed class RoutingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task P2_the_gateway_starts_its_own_trace_and_hands_its_id_back()
    {
        using var client = gateway.Client(await gateway.TokenAsync(Roles.Agent));
        client.DefaultRequestHeaders.Add("traceparent", "00-11111111111111111111111111111111-2222222222222222-00");

        using var answer = await client.GetAsync(
            new Uri("/tmf-api/troubleTicket/v4/troubleTicket", UriKind.Relative),
            Ct
        );

        var seen = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var parts = seen.GetProperty("traceparent").GetString()!.Split('-');
        parts[1].ShouldBe(answer.Headers.GetValues("X-Trace-Id").Single());
        parts[1].ShouldNotBe("11111111111111111111111111111111");
        parts[3].ShouldBe("01", "a client must not be able to switch tracing off");
    }

    [Fact]
    public async Task The_users_token_goes_on_to_the_service()
    {
        using var client = gateway.Client(await gateway.TokenAsync(Roles.Agent));

        var seen = await client.GetFromJsonAsync<JsonElement>("/api/complaints/v1/troubleTickets/1/start", Ct);

        seen.GetProperty("authorized").GetBoolean().ShouldBeTrue();
        seen.GetProperty("path").GetString().ShouldBe("/api/complaints/v1/troubleTickets/1/start");
    }

    [Fact]
    public async Task N9_an_endpoints_deliveries_are_read_where_they_are_kept()
    {
        using var client = gateway.Client(await gateway.TokenAsync(Roles.Partner));

        var seen = await client.GetFromJsonAsync<JsonElement>(
            "/api/vas/v1/partnerEndpoints/0190c000-0000-7000-8000-000000000001/deliveries?status=failed&subscriptionId=x",
            Ct
        );

        seen.GetProperty("path").GetString().ShouldBe("/api/notifications/v1/deliveries");
        var query = seen.GetProperty("query").GetString()!;
        query.ShouldContain("subscriptionId=0190c000-0000-7000-8000-000000000001");
        query.ShouldContain("status=failed");
        query.ShouldNotContain("subscriptionId=x");
    }

    [Fact]
    public async Task A_service_that_is_away_is_a_502_in_its_familys_form()
    {
        using var client = gateway.Client(await gateway.TokenAsync(Roles.Agent));

        using var answer = await client.GetAsync(new Uri("/api/billing/v1/accounts", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("bad-gateway");
    }

    [Theory]
    [InlineData("/sms/receipts/01a1ff98-7746-74bf-b7dc-43a4feb38397?status=1")]
    [InlineData("/sms/inbound?id=1&from=13800000001&to=10690001&text=1")]
    [InlineData("/nothing/here")]
    public async Task What_is_not_routed_is_not_found(string path)
    {
        using var client = gateway.Client(await gateway.TokenAsync(Roles.Ops));

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Health_is_open_to_all()
    {
        using var client = gateway.Client();

        (await client.GetStringAsync(new Uri("/health", UriKind.Relative), Ct)).ShouldBe("Healthy");
    }

    [Fact]
    public async Task A_client_that_asks_too_much_is_told_to_wait_and_others_are_not()
    {
        using var greedy = gateway.Client(await gateway.TokenAsync(Roles.Leader));
        using var modest = gateway.Client(await gateway.TokenAsync(Roles.Auditor));
        var uri = new Uri("/tmf-api/troubleTicket/v4/troubleTicket", UriKind.Relative);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => greedy.GetAsync(uri, Ct)));
        using var other = await modest.GetAsync(uri, Ct);

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.ShouldNotBeEmpty();
        refused[0].Headers.RetryAfter.ShouldNotBeNull();
        var error = await refused[0].Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe("too-many-requests");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
