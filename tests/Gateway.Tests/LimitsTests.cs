using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Routing;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Gateway.Tests;

/// <summary>What one client may cost: requests, guesses and bytes (design.md, Security).</summary>
public sealed class LimitsTests : IAsyncLifetime
{
    private const string Tickets = "/tmf-api/troubleTicket/v4/troubleTicket";

    private readonly GatewayFixture _gateway = new();

    public ValueTask InitializeAsync() => _gateway.InitializeAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(Tickets, "application/json")]
    [InlineData("/api/complaints/v1/parkedEvents", "application/problem+json")]
    public async Task A_flood_is_told_to_wait_in_its_familys_form(string path, string mediaType)
    {
        using var greedy = _gateway.Client(await _gateway.TokenAsync(Roles.Leader));

        using var refused = await FirstRefusalAsync(() => greedy.GetAsync(new Uri(path, UriKind.Relative), Ct));

        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        var error = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe("too-many-requests");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no.real.token")]
    public async Task A_flood_without_a_token_is_limited_by_address_and_who_has_one_is_untouched(string? token)
    {
        using var nobody = _gateway.Client(token);
        using var agent = _gateway.Client(await _gateway.TokenAsync(Roles.Agent));

        using var refused = await FirstRefusalAsync(() => nobody.GetAsync(new Uri(Tickets, UriKind.Relative), Ct));
        using var other = await agent.GetAsync(new Uri(Tickets, UriKind.Relative), Ct);

        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task After_ten_wrong_secrets_even_the_right_one_has_to_wait_and_other_clients_have_not()
    {
        var (id, secret) = await _gateway.CredentialsAsync(Roles.Agent);
        var (otherId, otherSecret) = await _gateway.CredentialsAsync(Roles.Clerk);

        var guesses = await Task.WhenAll(
            Enumerable.Range(0, 25).Select(n => _gateway.AskForTokenAsync(id, $"guess {n}"))
        );
        using var right = await _gateway.AskForTokenAsync(id, secret);
        using var other = await _gateway.AskForTokenAsync(otherId, otherSecret);

        guesses.Count(guess => guess.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(10);
        guesses.Count(guess => guess.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(15);
        right.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        right.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await right.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("error").GetString().ShouldBe("slow_down");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        Array.ForEach(guesses, guess => guess.Dispose());
    }

    [Fact]
    public async Task Nobody_locks_a_service_out_by_wrong_secrets_under_its_well_known_id()
    {
        var guesses = await Task.WhenAll(
            Enumerable.Range(0, 25).Select(n => _gateway.AskForTokenAsync("complaints", $"guess {n}"))
        );

        using var right = await _gateway.AskForTokenAsync("complaints", GatewayFixture.ServiceSecret);

        guesses.ShouldAllBe(guess => guess.StatusCode == HttpStatusCode.Unauthorized);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        Array.ForEach(guesses, guess => guess.Dispose());
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData("fe80::1%3", "fe80::")]
    public void An_IPv6_client_is_its_network_and_a_mapped_one_its_IPv4_address(string address, string counted) =>
        ClientAddress.Of(IPAddress.Parse(address)).ShouldBe(IPAddress.Parse(counted));

    [Fact]
    public async Task Clients_that_do_not_exist_are_no_way_around()
    {
        var guesses = await Task.WhenAll(
            Enumerable.Range(0, 25).Select(n => _gateway.AskForTokenAsync($"nobody-{n}", ""))
        );

        guesses.Count(guess => guess.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(10);
        Array.ForEach(guesses, guess => guess.Dispose());
    }

    [Fact]
    public async Task Right_secrets_count_as_nothing()
    {
        var (id, secret) = await _gateway.CredentialsAsync(Roles.Agent);

        for (var i = 0; i < 20; i++)
        {
            using var answer = await _gateway.AskForTokenAsync(id, secret);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_benchmark_can_raise_the_limits_out_of_its_way()
    {
        await using var wide = new GatewayFixture(
            ("RateLimits:PerClientPerSecond", "1000000"),
            ("RateLimits:Burst", "1000000")
        );
        await wide.InitializeAsync();
        using var client = wide.Client(await wide.TokenAsync(Roles.Agent));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(_ => client.GetAsync(new Uri(Tickets, UriKind.Relative), Ct))
        );

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Theory]
    [InlineData(Tickets, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(Tickets, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/complaints/v1/troubleTickets/1/withdrawal", true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_over_4_MB_is_refused_before_it_reaches_a_service(
        string path,
        bool saysItsLength,
        HttpStatusCode expected
    )
    {
        using var client = _gateway.Client(await _gateway.TokenAsync(Roles.Agent));
        client.DefaultRequestHeaders.ExpectContinue = true; // or the answer may be lost behind what is still being sent
        using var content = new StringContent(new string(' ', 4 * 1024 * 1024 + 1), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TransferEncodingChunked = !saysItsLength;

        using var answer = await client.SendAsync(request, Ct);

        answer.StatusCode.ShouldBe(expected);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe("too-large");
    }

    [Theory]
    [InlineData(17 * 1024, 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1, 2_000, HttpStatusCode.BadRequest)]
    public async Task A_form_for_a_token_is_small(int length, int fields, HttpStatusCode expected)
    {
        using var client = _gateway.Client();
        var form = string.Join('&', Enumerable.Range(0, fields).Select(n => $"f{n}={new string('x', length)}"));
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), content, Ct);

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Endless_query_strings_and_headers_are_refused()
    {
        using var client = _gateway.Client(await _gateway.TokenAsync(Roles.Agent));
        var endless = new string('x', 10_000);
        using var withHeader = new HttpRequestMessage(HttpMethod.Get, Tickets);
        withHeader.Headers.Add("X-Endless", new string('x', 40_000));

        using var query = await client.GetAsync(new Uri($"{Tickets}?name={endless}", UriKind.Relative), Ct);
        using var header = await client.SendAsync(withHeader, Ct);

        query.StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
        header.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<HttpResponseMessage> FirstRefusalAsync(Func<Task<HttpResponseMessage>> ask)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ask()));
        var refused = answers.FirstOrDefault(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Array.ForEach(answers.Where(answer => answer != refused).ToArray(), answer => answer.Dispose());
        return refused.ShouldNotBeNull();
    }
}
