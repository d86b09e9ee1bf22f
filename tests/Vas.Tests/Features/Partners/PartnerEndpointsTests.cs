using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Xunit;

namespace Vas.Tests.Features.Partners;

/// <summary>V10, N9: a provider manages its endpoints itself, and each event asks for a delivery to those that want it.</summary>
public sealed class PartnerEndpointsTests(VasFixture platform) : IClassFixture<VasFixture>, IAsyncLifetime
{
    private const string Endpoints = "/api/vas/v1/partnerEndpoints";

    private readonly Guid _provider = Guid.CreateVersion7();
    private EventTap<DeliveryRequested> _deliveries = null!;
    private HttpClient _partner = null!;

    public async ValueTask InitializeAsync()
    {
        _deliveries = await EventTap<DeliveryRequested>.OpenAsync(platform.Messaging);
        _partner = platform.Vas.As(Roles.Partner, partner: _provider);
    }

    public async ValueTask DisposeAsync()
    {
        _partner.Dispose();
        await _deliveries.DisposeAsync();
    }

    [Fact]
    public async Task N9_the_secret_is_shown_once_and_is_what_deliveries_are_signed_with()
    {
        using var answer = await PostAsync("", new { url = "https://sp.example/hook" });
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var href = made.GetProperty("href").GetString();

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.Location!.ToString().ShouldBe(href);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        made.GetProperty("secret").GetString().ShouldBe(SecretOf(made, generation: 1));
        (await _partner.GetFromJsonAsync<JsonElement>(href, Ct)).TryGetProperty("secret", out _).ShouldBeFalse();
        (await _partner.GetFromJsonAsync<JsonElement[]>(Endpoints, Ct))!
            .Single()
            .TryGetProperty("secret", out _)
            .ShouldBeFalse();
    }

    [Fact]
    public async Task C1_a_registration_that_is_repeated_is_one_and_its_secret_is_kept_nowhere()
    {
        var key = $"{Guid.CreateVersion7()}";

        var first = await (await PostAsync("", new { url = "https://sp.example/hook" }, key)).Content.ReadAsStringAsync(
            Ct
        );
        var second = await (
            await PostAsync("", new { url = "https://sp.example/hook" }, key)
        ).Content.ReadAsStringAsync(Ct);

        second.ShouldBe(first);
        first.ShouldContain("whsec_");
        (await _partner.GetFromJsonAsync<JsonElement[]>(Endpoints, Ct))!.Length.ShouldBe(1);
        (
            await platform.Vas.ScalarAsync<long>(
                "select count(*) from idempotency_keys where position('whsec_'::bytea in body) > 0"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task N9_a_rotation_shows_a_new_secret_and_both_generations_sign_meanwhile()
    {
        var made = await RegisteredAsync();
        using var answer = await PostAsync($"/{made.GetProperty("id")}/secret", new { });
        var rotated = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        rotated.GetProperty("secret").GetString().ShouldBe(SecretOf(made, generation: 2));
        rotated
            .GetProperty("overlapUntil")
            .GetDateTimeOffset()
            .ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(23));
        await platform.SayAsync(Refused());
        (await DeliveryToAsync(made)).SigningGeneration.ShouldBe("2 1");
        using var again = await PostAsync($"/{made.GetProperty("id")}/secret", new { });
        (await CodeAsync(again)).ShouldBe("endpoint.rotating");
    }

    [Fact]
    public async Task V10_an_event_is_delivered_to_each_endpoint_that_wants_its_type_in_the_bytes_of_the_feed()
    {
        var all = await RegisteredAsync();
        var some = await RegisteredAsync("charge.refused", "sanction.imposed");
        var others = await RegisteredAsync("settlement.issued");

        await platform.SayAsync(Refused());

        var delivery = await DeliveryToAsync(all);
        var twin = await DeliveryToAsync(some);
        var feed = await _partner.GetFromJsonAsync<JsonElement>("/api/vas/v1/partnerEvents", Ct);
        delivery.Body.ShouldBe(feed.GetProperty("events")[0].GetRawText());
        twin.Body.ShouldBe(delivery.Body);
        (delivery.Owner, delivery.EventType, delivery.ContentType, delivery.Url).ShouldBe(
            ("vas", "charge.refused", "application/cloudevents+json", "https://sp.example/hook")
        );
        (delivery.PartnerId, delivery.SigningGeneration).ShouldBe((_provider, "1"));
        _deliveries.Heard.ShouldNotContain(heard => heard.Event.SubscriptionId == IdOf(others));
    }

    [Fact]
    public async Task N9_a_test_event_goes_to_the_one_endpoint_and_into_no_feed()
    {
        var made = await RegisteredAsync("settlement.issued");
        var other = await RegisteredAsync();

        using var answer = await PostAsync($"/{made.GetProperty("id")}/test", new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var delivery = await DeliveryToAsync(made);
        var body = JsonElement.Parse(delivery.Body);
        body.GetProperty("type").GetString().ShouldBe("test");
        body.TryGetProperty("sequence", out _).ShouldBeFalse();
        var feed = await _partner.GetFromJsonAsync<JsonElement>("/api/vas/v1/partnerEvents", Ct);
        feed.GetProperty("events").GetArrayLength().ShouldBe(0);
        _deliveries.Heard.ShouldNotContain(heard => heard.Event.SubscriptionId == IdOf(other));
    }

    [Theory]
    [InlineData("http://127.0.0.1/hook")]
    [InlineData("http://localhost:8080/hook")]
    [InlineData("https://10.1.2.3/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[::ffff:192.168.0.1]/hook")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://2130706433/hook")]
    [InlineData("ftp://sp.example/hook")]
    [InlineData("https://user:pass@sp.example/hook")]
    [InlineData("hook")]
    public async Task N9_an_address_that_is_no_public_one_is_refused_with_the_reason(string url)
    {
        using var answer = await PostAsync("", new { url });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");
        errors.GetProperty("url")[0].GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_type_that_does_not_exist_is_refused()
    {
        using var answer = await PostAsync("", new { url = "https://sp.example/hook", types = new[] { "x" } });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("types[0]");
    }

    [Fact]
    public async Task A_provider_has_at_most_twenty_endpoints_however_many_it_registers_at_once()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 25).Select(_ => PostAsync("", new { url = "https://sp.example/hook" }))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(20);
        (await CodeAsync(answers.First(answer => answer.StatusCode == HttpStatusCode.Conflict))).ShouldBe(
            "endpoint.too-many"
        );
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task P4_for_another_provider_an_endpoint_does_not_exist()
    {
        var made = await RegisteredAsync();
        var one = $"{Endpoints}/{made.GetProperty("id")}";
        using var stranger = platform.Vas.As(Roles.Partner, partner: Guid.CreateVersion7());

        (await stranger.GetFromJsonAsync<JsonElement[]>(Endpoints, Ct))!.ShouldBeEmpty();
        (await StatusAsync(stranger, HttpMethod.Get, one)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(stranger, HttpMethod.Post, $"{one}/secret")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(stranger, HttpMethod.Post, $"{one}/test")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(stranger, HttpMethod.Post, $"{one}/activation")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(stranger, HttpMethod.Delete, one)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(_partner, HttpMethod.Get, one)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task V10_an_endpoint_that_is_removed_is_told_nothing_more()
    {
        var removed = await RegisteredAsync();
        var stays = await RegisteredAsync();
        (await StatusAsync(_partner, HttpMethod.Delete, $"{Endpoints}/{removed.GetProperty("id")}")).ShouldBe(
            HttpStatusCode.NoContent
        );

        await platform.SayAsync(Refused());

        await DeliveryToAsync(stays);
        _deliveries.Heard.ShouldNotContain(heard => heard.Event.SubscriptionId == IdOf(removed));
    }

    [Fact]
    public async Task N9_an_endpoint_that_is_gone_ends_and_one_that_fails_for_five_days_is_disabled()
    {
        var (gone, failing, shaky) = (await RegisteredAsync(), await RegisteredAsync(), await RegisteredAsync());
        await platform.Neighbours.SayAsync(Failed(gone, isGone: true, days: 0));
        await platform.Neighbours.SayAsync(Failed(shaky, isGone: false, days: 4));
        await platform.Neighbours.SayAsync(Failed(failing, isGone: false, days: 5) with { Owner = "complaints" });
        await platform.Neighbours.SayAsync(Failed(failing, isGone: false, days: 6));

        await HasStatusAsync(gone, "gone");
        await HasStatusAsync(failing, "disabled");
        await HasStatusAsync(shaky, "active");

        using var answer = await PostAsync($"/{failing.GetProperty("id")}/activation", new { });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await HasStatusAsync(failing, "active");
        using var test = await PostAsync($"/{gone.GetProperty("id")}/test", new { });
        (await CodeAsync(test)).ShouldBe("endpoint.not-active");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Guid IdOf(JsonElement endpoint) => endpoint.GetProperty("id").GetGuid();

    /// <summary>Worked out as design.md says: HMAC-SHA256 of <c>{endpoint}:{generation}</c> under the platform's key.</summary>
    private static string SecretOf(JsonElement endpoint, int generation) =>
        "whsec_"
        + Convert.ToBase64String(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(RunningService<VasDb>.WebhookKey),
                Encoding.UTF8.GetBytes($"{IdOf(endpoint)}:{generation}")
            )
        );

    private static PartnerDeliveryFailed Failed(JsonElement endpoint, bool isGone, int days)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new(
            Guid.CreateVersion7(),
            9,
            IdOf(endpoint),
            "vas",
            "It answered 500.",
            isGone,
            now,
            now.AddDays(-days)
        );
    }

    private ChargeRefused Refused() =>
        new(Guid.CreateVersion7(), 1, _provider, null, "key", "charge.no-consent", platform.Now);

    private async Task<JsonElement> RegisteredAsync(params string[] types)
    {
        using var answer = await PostAsync("", new { url = "https://sp.example/hook", types });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private async Task<DeliveryRequested> DeliveryToAsync(JsonElement endpoint) =>
        (await _deliveries.FirstAsync(wanted => wanted.SubscriptionId == IdOf(endpoint))).Event;

    private Task HasStatusAsync(JsonElement endpoint, string status) =>
        Eventually.TrueAsync(
            async () =>
                (await _partner.GetFromJsonAsync<JsonElement>($"{Endpoints}/{endpoint.GetProperty("id")}", Ct))
                    .GetProperty("status")
                    .GetString() == status,
            $"the status {status}"
        );

    private async Task<HttpResponseMessage> PostAsync(string path, object body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Endpoints}{path}")
        {
            Content = JsonContent.Create(body),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await _partner.SendAsync(request, Ct);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
}
