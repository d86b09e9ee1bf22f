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
using Complaints.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Complaints.Tests.Features;

/// <summary>N9, tmf.md "hub": who subscribes, to what, and to whom a subscription belongs.</summary>
public sealed class HubTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    private const string Hub = "/tmf-api/troubleTicket/v4/hub";
    private const string Callback = "https://partner.example/tmf";
    private const string Wanted = "eventType=TroubleTicketStatusChangeEvent&event.troubleTicket.status=resolved";

    [Fact]
    public async Task N9_a_subscription_is_answered_with_the_secret_that_signs_its_deliveries()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());

        using var answer = await agent.PostAsJsonAsync(Hub, new { callback = Callback, query = Wanted }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var id = body.GetProperty("id").GetGuid();
        answer.Headers.Location!.ToString().ShouldBe($"{Hub}/{id}");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        body.ToString()
            .ShouldBe(
                JsonSerializer.Serialize(
                    new
                    {
                        id,
                        callback = Callback,
                        query = Wanted,
                        secret = SecretOf(id),
                    },
                    Plain
                )
            );
    }

    [Fact]
    public async Task N9_the_secret_is_shown_at_the_start_and_kept_nowhere()
    {
        var key = Guid.CreateVersion7().ToString();
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());

        var first = await SubscribeAsync(agent, key);
        var replay = await SubscribeAsync(agent, key);

        var id = first.GetProperty("id").GetGuid();
        first.GetProperty("secret").GetString().ShouldBe(SecretOf(id));
        replay.ToString().ShouldBe(first.ToString());
        (await agent.GetStringAsync($"{Hub}/{id}", Ct)).ShouldNotContain("whsec_");
        (await agent.GetStringAsync(Hub, Ct)).ShouldNotContain("whsec_");
        (await CountAsync($"idempotency_keys where key = '{key}'")).ShouldBe(1);
        (await CountAsync("idempotency_keys where convert_from(body, 'UTF8') like '%whsec%'")).ShouldBe(0);
        (await CountAsync("hub_subscriptions s where s::text like '%whsec%'")).ShouldBe(0);
    }

    [Theory]
    [InlineData(null, "callback: It is mandatory.")]
    [InlineData(" ", "callback: It is mandatory.")]
    [InlineData("/tmf", NoAddress)]
    [InlineData("partner.example/tmf", NoAddress)]
    [InlineData("ftp://partner.example", NoAddress)]
    [InlineData("file:///etc/passwd", NoAddress)]
    [InlineData("https://user:secret@partner.example", NoAddress)]
    [InlineData("https://partner.example/#here", NoAddress)]
    public async Task A_callback_that_events_could_not_be_posted_to_is_refused(string? callback, string message) =>
        (await RefusalAsync(new { callback })).ShouldBe((HttpStatusCode.BadRequest, "invalid-input", message));

    [Fact]
    public async Task A_callback_has_a_length()
    {
        var longest = $"{Callback}/{new string('x', 2000 - Callback.Length - 1)}";

        (await RefusalAsync(new { callback = longest + "x" })).Message.ShouldBe(
            "callback: At most 2000 characters are taken."
        );
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        using var answer = await agent.PostAsJsonAsync(Hub, new { callback = longest }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("nonsense", "query: Conditions of the form attribute=value are expected, joined by &.")]
    [InlineData("=x", "query: Conditions of the form attribute=value are expected, joined by &.")]
    [InlineData("eventType=TroubleTicketStatusChangeEvent&", "query: Conditions of the form")]
    [InlineData("eventType=TicketEvent", "query: eventType is one of TroubleTicketCreateEvent, ")]
    [InlineData("colour=red", NoAttribute)]
    [InlineData("event.ticket.status=resolved", NoAttribute)]
    [InlineData("event.troubleTicket.colour=red", NoAttribute)]
    [InlineData("event.troubleTicket.relatedEntity=x", NoAttribute)]
    [InlineData("event.troubleTicket.status.x=resolved", NoAttribute)]
    [InlineData("event.troubleTicket=x", NoAttribute)]
    [InlineData("eventType=TroubleTicketCreateEvent&eventType=TroubleTicketStatusChangeEvent", "query: Each attribute")]
    public async Task A_query_that_no_event_could_meet_is_refused(string query, string message)
    {
        var refusal = await RefusalAsync(new { callback = Callback, query });

        refusal.Status.ShouldBe(HttpStatusCode.BadRequest);
        refusal.Message.ShouldStartWith(message);
    }

    public static TheoryData<string> TooMuch() =>
        [
            $"eventType={new string('x', 2000)}",
            new string('&', 2000),
            string.Join('&', Enumerable.Range(0, 21).Select(n => $"event.troubleTicket.a{n}=x")),
        ];

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task A_query_has_a_length_and_a_number_of_conditions(string query) =>
        (await RefusalAsync(new { callback = Callback, query })).Message.ShouldBe(
            "query: At most 2000 characters and 20 conditions are taken."
        );

    [Fact]
    public async Task P4_a_subscription_belongs_to_its_subject_and_to_nobody_else()
    {
        using var owner = platform.Complaints.As(Roles.Agent, subject: Someone());
        using var colleague = platform.Complaints.As(Roles.Agent, subject: Someone());
        var id = (await SubscribeAsync(owner)).GetProperty("id").GetString();
        var href = new Uri($"{Hub}/{id}", UriKind.Relative);

        (await StatusOf(colleague.GetAsync(href, Ct))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(colleague.DeleteAsync(href, Ct))).ShouldBe(HttpStatusCode.NotFound);
        (await colleague.GetFromJsonAsync<JsonElement[]>(Hub, Ct))!.ShouldBeEmpty();
        (await owner.GetFromJsonAsync<JsonElement[]>(Hub, Ct))!.Single().GetProperty("id").GetString().ShouldBe(id);

        (await StatusOf(owner.DeleteAsync(href, Ct))).ShouldBe(HttpStatusCode.NoContent);
        (await StatusOf(owner.DeleteAsync(href, Ct))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(owner.DeleteAsync(new Uri($"{Hub}/nonsense", UriKind.Relative), Ct))).ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task If_Match_on_what_has_no_version_changes_nothing()
    {
        using var owner = platform.Complaints.As(Roles.Agent, subject: Someone());
        var id = (await SubscribeAsync(owner)).GetProperty("id").GetString();
        owner.DefaultRequestHeaders.Add("If-Match", "\"1\"");
        var href = new Uri($"{Hub}/{id}", UriKind.Relative);

        (await StatusOf(owner.GetAsync(href, Ct))).ShouldBe(HttpStatusCode.OK);
        (await StatusOf(owner.DeleteAsync(href, Ct))).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_subject_has_at_most_twenty_subscriptions_also_when_it_asks_for_all_at_once()
    {
        var subject = Someone();
        using var agent = platform.Complaints.As(Roles.Agent, subject: subject);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => StatusOf(agent.PostAsJsonAsync(Hub, new { callback = Callback }, Ct)))
        );

        answers.Count(status => status == HttpStatusCode.Created).ShouldBe(20);
        answers.Count(status => status == HttpStatusCode.Conflict).ShouldBe(10);
        (await CountAsync($"hub_subscriptions where subject = '{subject}'")).ShouldBe(20);
        using var refused = await agent.PostAsJsonAsync(Hub, new { callback = Callback }, Ct);
        var error = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe("hub.too-many");
    }

    private const string NoAddress =
        "callback: An absolute http or https address without user information and fragment is expected.";

    private const string NoAttribute =
        "query: Attributes are eventType and those of the resource: event.troubleTicket.id and so on.";

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Someone() => $"subject-{Guid.CreateVersion7():N}";

    /// <summary>The derivation written down once more: whoever changes it invalidates every partner's secret.</summary>
    private static string SecretOf(Guid subscription) =>
        "whsec_"
        + Convert.ToBase64String(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(RunningService<ComplaintsDb>.WebhookKey),
                Encoding.UTF8.GetBytes($"{subscription}:1")
            )
        );

    private static async Task<JsonElement> SubscribeAsync(HttpClient client, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Hub)
        {
            Content = JsonContent.Create(new { callback = Callback }),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await client.SendAsync(request, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private async Task<(HttpStatusCode Status, string? Code, string Message)> RefusalAsync(object request)
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        using var answer = await agent.PostAsJsonAsync(Hub, request, Ct);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (
            answer.StatusCode,
            error.GetProperty("code").GetString(),
            error.GetProperty("message").GetString() ?? ""
        );
    }

    private Task<long> CountAsync(string fromWhere) =>
        platform.Complaints.ScalarAsync<long>($"select count(*) from {fromWhere}");

    private static async Task<HttpStatusCode> StatusOf(Task<HttpResponseMessage> answer)
    {
        using var came = await answer;
        return came.StatusCode;
    }
}
