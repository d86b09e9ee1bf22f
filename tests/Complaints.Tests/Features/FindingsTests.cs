using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>C1, C15: what a case is about, and who was found responsible for it.</summary>
public sealed class FindingsTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task Nature_and_service_are_in_the_body_in_the_events_and_in_the_filters()
    {
        await using var closed = await EventTap<ComplaintClosed>.OpenAsync(platform.Messaging);
        var service = Guid.CreateVersion7();
        using var customer = platform.Complaints.As(Roles.Customer, Account1);

        var ticket = await OpenCaseAsync(customer, VasCase(service));

        var id = ticket.GetProperty("id").GetGuid();
        ticket.GetProperty("nature").GetString().ShouldBe("forcedSubscription");
        ticket
            .GetProperty("relatedEntity")
            .EnumerateArray()
            .Select(e => (e.GetProperty("id").GetGuid(), e.GetProperty("@referredType").GetString()))
            .ShouldBe([(Account1, "BillingAccount"), (service, "ProductOffering")]);
        var said = (await platform.Opened.FirstAsync(fact => fact.ComplaintId == id)).Event;
        (said.Nature, said.VasServiceId).ShouldBe(("forcedSubscription", service));
        foreach (var filter in new[] { $"vasServiceId={service}", $"relatedEntity.id={service}" })
        {
            var found = await customer.GetFromJsonAsync<JsonElement[]>($"{Tickets}?{filter}", Ct);
            found!.Single().GetProperty("id").GetGuid().ShouldBe(id);
        }

        var ofNature = await customer.GetFromJsonAsync<JsonElement[]>($"{Tickets}?nature=forcedSubscription", Ct);
        ofNature!.Select(t => t.GetProperty("id").GetGuid()).ShouldContain(id);
        (await customer.GetFromJsonAsync<JsonElement[]>($"{Tickets}?nature=meter", Ct))!.ShouldBeEmpty();

        using var withdrawn = await customer.PostAsJsonAsync(Action(id, "withdrawal"), new { reason = "已解决" }, Ct);
        withdrawn.EnsureSuccessStatusCode();
        var ended = (await closed.FirstAsync(fact => fact.ComplaintId == id)).Event;
        (ended.Nature, ended.VasServiceId).ShouldBe(("forcedSubscription", service));
    }

    [Fact]
    public async Task An_agent_corrects_what_a_case_is_about()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();

        using var set = await agent.PatchAsJsonAsync($"{Tickets}/{id}", new { nature = "billing" }, Ct);
        using var removed = await agent.PatchAsJsonAsync(
            $"{Tickets}/{id}",
            new Dictionary<string, object?> { ["nature"] = null },
            Ct
        );
        using var wrong = await agent.PatchAsJsonAsync($"{Tickets}/{id}", new { nature = "anything" }, Ct);

        (await BodyAsync(set)).GetProperty("nature").GetString().ShouldBe("billing");
        (await BodyAsync(removed)).TryGetProperty("nature", out _).ShouldBeFalse();
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_first_finding_is_recorded_and_a_later_one_changes_it_also_after_the_close()
    {
        await using var recorded = await EventTap<FindingRecorded>.OpenAsync(platform.Messaging);
        await using var changed = await EventTap<FindingChanged>.OpenAsync(platform.Messaging);
        var service = Guid.CreateVersion7();
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-7");
        using var supervisor = platform.Complaints.As(Roles.Supervisor);
        var id = await ResolvedAsync(agent, VasCase(service));

        using var first = await agent.PostAsJsonAsync(Action(id, "findings"), Upheld, Ct);
        using var same = await agent.PostAsJsonAsync(Action(id, "findings"), Upheld, Ct);
        using var callback = await agent.PostAsJsonAsync(
            Action(id, "callbacks"),
            new
            {
                outcome = "answered",
                isSatisfied = true,
                score = 5,
            },
            Ct
        );
        using var later = await supervisor.PostAsJsonAsync(
            Action(id, "findings"),
            new
            {
                isUpheld = false,
                responsible = "unit",
                unit = "care-1",
                cause = "客户已确认",
            },
            Ct
        );

        (await BodyAsync(first)).GetProperty("vasServiceId").GetGuid().ShouldBe(service);
        same.Headers.ETag.ShouldBe(first.Headers.ETag, "nothing happened");
        callback.EnsureSuccessStatusCode();
        later.EnsureSuccessStatusCode();
        var said = (await recorded.FirstAsync(fact => fact.ComplaintId == id)).Event;
        (said.IsUpheld, said.Responsible, said.VasServiceId, said.IsClosed).ShouldBe(
            (true, "provider", service, false)
        );
        (said.AccountId, said.TicketType, said.Cause).ShouldBe((Account1, "complaint", "未经确认即收费"));
        var then = (await changed.FirstAsync(fact => fact.ComplaintId == id)).Event;
        (then.IsUpheld, then.Responsible, then.Unit, then.IsClosed).ShouldBe((false, "unit", "care-1", true));
        then.Version.ShouldBeGreaterThan(said.Version);
        recorded.Heard.Count(heard => heard.Event.ComplaintId == id).ShouldBe(1);

        var findings = await supervisor.GetFromJsonAsync<JsonElement[]>(Action(id, "findings"), Ct);
        findings!
            .Select(f => (f.GetProperty("responsible").GetString(), f.GetProperty("who").GetString()))
            .ShouldBe([("provider", "agent-7"), ("unit", "test-supervisor")]);
        var history = await supervisor.GetFromJsonAsync<JsonElement[]>(Action(id, "history"), Ct);
        history!.Select(step => step.GetProperty("what").GetString()).ShouldContain("changeFinding");
    }

    [Fact]
    public async Task A_finding_that_names_the_service_makes_the_case_one_about_it()
    {
        var service = Guid.CreateVersion7();
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = await ResolvedAsync(agent, Case(Account1));

        using var without = await agent.PostAsJsonAsync(Action(id, "findings"), Upheld, Ct);
        using var with = await agent.PostAsJsonAsync(
            Action(id, "findings"),
            new
            {
                isUpheld = true,
                responsible = "provider",
                cause = "未经确认即收费",
                vasServiceId = service,
            },
            Ct
        );

        without.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await BodyAsync(without)).GetProperty("code").GetString().ShouldBe("finding.service-missing");
        with.EnsureSuccessStatusCode();
        var found = await agent.GetFromJsonAsync<JsonElement[]>($"{Tickets}?vasServiceId={service}", Ct);
        found!.Single().GetProperty("id").GetGuid().ShouldBe(id);
    }

    [Fact]
    public async Task P4_another_units_case_is_not_found_and_customers_read_no_findings()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        using var stranger = platform.Complaints.As(Roles.Agent, subject: "other", unit: "care-2");
        using var customer = platform.Complaints.As(Roles.Customer, Account1);
        var id = await ResolvedAsync(agent, VasCase(Guid.CreateVersion7()));

        using var foreign = await stranger.PostAsJsonAsync(Action(id, "findings"), Upheld, Ct);
        using var unseen = await stranger.GetAsync(Action(id, "findings"), Ct);
        using var own = await customer.GetAsync(Action(id, "findings"), Ct);

        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        unseen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{"responsible":"nobody","cause":"x"}""", "isUpheld")]
    [InlineData("""{"isUpheld":true,"responsible":"me","cause":"x"}""", "responsible")]
    [InlineData("""{"isUpheld":true,"responsible":"nobody"}""", "cause")]
    [InlineData("""{"isUpheld":true,"responsible":"nobody","cause":"x","vasServiceId":"7"}""", "vasServiceId")]
    public async Task What_cannot_be_understood_is_refused_by_field(string body, string field)
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = await ResolvedAsync(agent, Case(Account1));
        using var content = new StringContent(body, encoding: null, "application/json");

        using var answer = await agent.PostAsync(Action(id, "findings"), content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BodyAsync(answer)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    private static readonly object Upheld = new
    {
        isUpheld = true,
        responsible = "provider",
        cause = "未经确认即收费",
    };

    /// <summary>A customer's, or an agent's for account 1, about a value-added service.</summary>
    private static object VasCase(Guid service) =>
        new
        {
            description = "没订过的业务扣费",
            severity = "major",
            ticketType = "complaint",
            nature = "forcedSubscription",
            relatedEntity = new[] { Entity(Account1, "BillingAccount"), Entity(service, "ProductOffering") },
        };

    private static Dictionary<string, string> Entity(Guid id, string type) =>
        new() { ["id"] = id.ToString(), ["@referredType"] = type };

    private static async Task<Guid> ResolvedAsync(HttpClient agent, object body)
    {
        var id = (await OpenCaseAsync(agent, body)).GetProperty("id").GetGuid();
        foreach (var status in new[] { "inProgress", "resolved" })
        {
            using var moved = await agent.PatchAsJsonAsync(
                $"{Tickets}/{id}",
                new { status, statusChangeReason = "已退费" },
                Ct
            );
            moved.EnsureSuccessStatusCode();
        }

        return id;
    }

    private static Uri Action(Guid id, string action) =>
        new($"/api/complaints/v1/troubleTickets/{id}/{action}", UriKind.Relative);

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
