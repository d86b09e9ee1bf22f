using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>N9, tmf.md "hub": what a change of a case says to whom.</summary>
public sealed class HubEventsTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    private const string Hub = "/tmf-api/troubleTicket/v4/hub";
    private const string Created = "TroubleTicketCreateEvent";
    private const string StatusChanged = "TroubleTicketStatusChangeEvent";
    private const string AttributeChanged = "TroubleTicketAttributeValueChangeEvent";

    [Fact]
    public async Task N9_a_listener_gets_the_body_that_the_api_answers_in_an_envelope_that_names_the_trace()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        var subscription = await SubscribeAsync(agent, "https://partner.example/tmf/?key=1");

        using var answer = await agent.PostAsJsonAsync(Tickets, Case(Account1), Ct);

        var ticket = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var trace = answer.Headers.GetValues("X-Trace-Id").Single();
        var heard = await HeardAsync(subscription, Created);
        heard.Event.Owner.ShouldBe("complaints");
        heard.Event.ContentType.ShouldBe("application/json");
        heard.Event.Url.ShouldBe("https://partner.example/tmf/listener/troubleTicketCreateEvent?key=1");
        heard.Traceparent!.ShouldContain(trace);
        var body = JsonDocument.Parse(heard.Event.Body).RootElement;
        body.EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["eventId", "eventTime", "eventType", "correlationId", "event"]);
        body.GetProperty("eventId").TryGetGuid(out _).ShouldBeTrue();
        body.GetProperty("eventTime").GetString().ShouldBe(ticket.GetProperty("lastUpdate").GetString());
        body.GetProperty("eventType").GetString().ShouldBe(Created);
        body.GetProperty("correlationId").GetString().ShouldBe(trace);
        body.GetProperty("event").GetProperty("troubleTicket").ToString().ShouldBe(ticket.ToString());
    }

    [Fact]
    public async Task N9_a_new_status_and_a_corrected_text_are_events_of_their_own()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        var subscription = await SubscribeAsync(agent);
        var id = await OpenAsync(agent);

        (await agent.PostAsync(Relative($"/api/complaints/v1/troubleTickets/{id}/start"), null, Ct)).Dispose();
        await PatchAsync(agent, id, new { name = "慢" });
        await PatchAsync(agent, id, new { name = "慢" }); // says nothing new
        await PatchAsync(agent, id, new { name = "更慢", status = "held" });

        await HeardAsync(subscription, AttributeChanged, body => NameIn(body) == "更慢");
        await HeardAsync(subscription, StatusChanged, body => StatusIn(body) == "held");
        Said(subscription)
            .Order()
            .ShouldBe([AttributeChanged, AttributeChanged, Created, StatusChanged, StatusChanged]);
    }

    [Fact]
    public async Task P4_a_listener_hears_what_he_may_see_and_nothing_else()
    {
        using var customer1 = platform.Complaints.As(Roles.Customer, Account1, Someone());
        using var customer2 = platform.Complaints.As(Roles.Customer, Account2, Someone());
        using var channel = platform.Complaints.As(Roles.Channel, subject: Someone());
        using var auditor = platform.Complaints.As(Roles.Auditor, subject: Someone());
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        var (ofCustomer1, ofCustomer2) = (await SubscribeAsync(customer1), await SubscribeAsync(customer2));
        var (ofChannel, ofAuditor) = (await SubscribeAsync(channel), await SubscribeAsync(auditor));

        var agents = await OpenAsync(agent, Account1);
        var channels = await OpenAsync(channel, Account1);
        var others = await OpenAsync(agent, Account2);
        var anonymous = await OpenAsync(agent, account: null);

        foreach (var id in new[] { agents, channels, others, anonymous })
        {
            await HeardAsync(ofAuditor, Created, body => IdIn(body) == id);
        }

        IdsHeard(ofCustomer1).ShouldBe([agents, channels], ignoreOrder: true);
        IdsHeard(ofCustomer2).ShouldBe([others]);
        IdsHeard(ofChannel).ShouldBe([channels]);
    }

    [Fact]
    public async Task P4_an_agent_hears_of_his_own_units_cases_only()
    {
        using var nearby = platform.Complaints.As(Roles.Agent, subject: Someone(), unit: "care-1");
        using var elsewhere = platform.Complaints.As(Roles.Agent, subject: Someone(), unit: "care-2");
        var (ofNearby, ofElsewhere) = (await SubscribeAsync(nearby), await SubscribeAsync(elsewhere));

        var here = await OpenAsync(nearby);
        var there = await OpenAsync(elsewhere);

        await HeardAsync(ofElsewhere, Created, body => IdIn(body) == there);
        IdsHeard(ofNearby).ShouldBe([here]);
        IdsHeard(ofElsewhere).ShouldBe([there]);
    }

    [Fact]
    public async Task C18_a_deletion_is_told_to_those_who_could_see_the_case_without_its_text()
    {
        using var ops = platform.Complaints.As(Roles.Ops, subject: Someone());
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        var subscription = await SubscribeAsync(agent);
        const string Text = "隔壁老王的猫把光纤咬断了";
        const string Title = "猫与光纤";
        var id = (await OpenCaseAsync(agent, Case(Account1, Text))).GetProperty("id").GetGuid();
        await PatchAsync(agent, id, new { name = Title });
        var named = await HeardAsync(subscription, AttributeChanged, body => NameIn(body) == Title);
        named.Event.Body.ShouldContain(Text);

        (await ops.DeleteAsync(Relative($"{Tickets}/{id}"), Ct)).EnsureSuccessStatusCode().Dispose();

        var heard = await HeardAsync(subscription, "TroubleTicketDeleteEvent", body => IdIn(body) == id);
        heard.Event.Body.ShouldNotContain(Text);
        heard.Event.Body.ShouldNotContain(Title);
        Said(subscription).ShouldBe([Created, AttributeChanged, "TroubleTicketDeleteEvent"]);
    }

    [Fact]
    public async Task N9_a_listener_hears_what_his_query_asks_for()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        var held = await SubscribeAsync(agent, query: $"eventType={StatusChanged}&event.troubleTicket.status=held");
        var named = await SubscribeAsync(agent, query: "event.troubleTicket.name=a%20%26%20b");
        var ofAccount = await SubscribeAsync(agent, query: $"event.troubleTicket.relatedEntity.id={Account2}");
        var all = await SubscribeAsync(agent);
        var id = await OpenAsync(agent, Account2);
        await OpenAsync(agent, Account1);

        await PatchAsync(agent, id, new { status = "inProgress" });
        await PatchAsync(agent, id, new { status = "held" });
        await PatchAsync(agent, id, new { name = "a & b" });

        await HeardAsync(all, AttributeChanged);
        await HeardAsync(named, AttributeChanged);
        Said(all).Count().ShouldBe(5);
        Said(held).ShouldBe([StatusChanged]);
        Said(named).ShouldBe([AttributeChanged]);
        Said(ofAccount).Order().ShouldBe([AttributeChanged, Created, StatusChanged, StatusChanged]);
    }

    [Fact]
    public async Task P2_what_a_sweep_changes_is_told_in_the_trace_that_opened_the_case()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        using var opened = await agent.PostAsJsonAsync(Tickets, Case(Account1), Ct);
        var id = (await opened.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        var subscription = await SubscribeAsync(agent);

        await platform.Complaints.ScalarAsync<int>(
            $"update complaints set account_check = 'Unverified', account_check_due_at = now() where id = '{id}'"
        );

        var heard = await HeardAsync(subscription, AttributeChanged, body => IdIn(body) == id);
        var trace = opened.Headers.GetValues("X-Trace-Id").Single();
        heard.Traceparent!.ShouldContain(trace);
        JsonDocument.Parse(heard.Event.Body).RootElement.GetProperty("correlationId").GetString().ShouldBe(trace);
    }

    [Fact]
    public async Task N9_an_event_of_more_than_twenty_kilobytes_names_its_case_instead_of_showing_it()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        var subscription = await SubscribeAsync(agent, query: "event.troubleTicket.severity=major");

        var ticket = await OpenCaseAsync(agent, Case(Account1, string.Concat(Enumerable.Repeat("😡", 2000))));

        var body = (await HeardAsync(subscription, Created)).Event.Body;
        Encoding.UTF8.GetByteCount(body).ShouldBeLessThan(1000);
        var named = JsonDocument.Parse(body).RootElement.GetProperty("event").GetProperty("troubleTicket");
        named.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "href", "@type"]);
        named.GetProperty("href").GetString().ShouldBe(ticket.GetProperty("href").GetString());
    }

    [Theory]
    [InlineData("callback", "no address")]
    [InlineData("callback", "https://")]
    [InlineData("query", "no query")]
    public async Task N9_a_subscription_that_cannot_be_read_stops_nobodys_writes(string column, string value)
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        var (broken, whole) = (await SubscribeAsync(agent), await SubscribeAsync(agent));
        await platform.Complaints.ScalarAsync<int>(
            $"update hub_subscriptions set {column} = '{value}' where id = '{broken}'"
        );

        await OpenAsync(agent);

        await HeardAsync(whole, Created);
        Said(broken).ShouldBeEmpty();
    }

    [Fact]
    public async Task N9_a_listener_that_is_gone_is_told_nothing_any_more()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: Someone());
        var (gone, tired) = (await SubscribeAsync(agent), await SubscribeAsync(agent));
        var ofSomebodyElse = await SubscribeAsync(agent);

        await platform.Neighbours.SayAsync(Failed(tired, "complaints", isGone: false));
        await platform.Neighbours.SayAsync(Failed(ofSomebodyElse, "vas", isGone: true));
        await platform.Neighbours.SayAsync(Failed(gone, "complaints", isGone: true));

        await Eventually.TrueAsync(async () => !await ExistsAsync(gone), "the end of the subscription");
        await Eventually.TrueAsync(
            async () =>
                await platform.Complaints.ScalarAsync<long>(
                    "select count(*) from inbox where consumer = 'EndSubscriptionWhenPartnerDeliveryFailed'"
                ) >= 3,
            "all three failures dealt with"
        );
        (await ExistsAsync(tired)).ShouldBeTrue();
        (await ExistsAsync(ofSomebodyElse)).ShouldBeTrue();
        await OpenAsync(agent);
        await HeardAsync(tired, Created);
        Said(gone).ShouldBeEmpty();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Someone() => $"subject-{Guid.CreateVersion7():N}";

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task<Guid> SubscribeAsync(
        HttpClient client,
        string callback = "https://partner.example",
        string? query = null
    )
    {
        using var answer = await client.PostAsJsonAsync(Hub, new { callback, query }, Ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
    }

    private static Task<Guid> OpenAsync(HttpClient client) => OpenAsync(client, Account1);

    private static async Task<Guid> OpenAsync(HttpClient client, Guid? account) =>
        (await OpenCaseAsync(client, Case(account))).GetProperty("id").GetGuid();

    private static async Task PatchAsync(HttpClient client, Guid id, object patch)
    {
        using var answer = await client.PatchAsJsonAsync($"{Tickets}/{id}", patch, Ct);
        answer.EnsureSuccessStatusCode();
    }

    private static PartnerDeliveryFailed Failed(Guid subscription, string owner, bool isGone) =>
        new(Guid.CreateVersion7(), 3, subscription, owner, "It failed.", isGone, TimeProvider.System.GetUtcNow());

    private Task<Heard<DeliveryRequested>> HeardAsync(
        Guid subscription,
        string type,
        Func<JsonElement, bool>? which = null
    ) =>
        platform.Requested.FirstAsync(requested =>
            requested.SubscriptionId == subscription
            && requested.EventType == type
            && which?.Invoke(JsonDocument.Parse(requested.Body).RootElement) != false
        );

    private System.Collections.Generic.IEnumerable<string> Said(Guid subscription) =>
        platform
            .Requested.Heard.Where(heard => heard.Event.SubscriptionId == subscription)
            .Select(heard => heard.Event.EventType);

    private Guid[] IdsHeard(Guid subscription) =>
        [
            .. platform
                .Requested.Heard.Where(heard => heard.Event.SubscriptionId == subscription)
                .Select(heard => IdIn(JsonDocument.Parse(heard.Event.Body).RootElement)),
        ];

    private static JsonElement TicketIn(JsonElement body) => body.GetProperty("event").GetProperty("troubleTicket");

    private static Guid IdIn(JsonElement body) => TicketIn(body).GetProperty("id").GetGuid();

    private static string? StatusIn(JsonElement body) => TicketIn(body).GetProperty("status").GetString();

    private static string? NameIn(JsonElement body) =>
        TicketIn(body).TryGetProperty("name", out var name) ? name.GetString() : null;

    private async Task<bool> ExistsAsync(Guid subscription) =>
        await platform.Complaints.ScalarAsync<long>(
            $"select count(*) from hub_subscriptions where id = '{subscription}'"
        ) == 1;
}
