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
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>C4: promises are timed in business time, fired once by whichever replica, and said to the others.</summary>
public sealed class ClocksTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task The_customer_reads_what_he_was_promised_and_under_which_policy()
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1);
        var ticket = await OpenCaseAsync(customer, Case(account: null));

        var clocks = await ClocksOf(customer, ticket.GetProperty("id").GetGuid());

        clocks
            .Select(clock => clock.GetProperty("promise").GetString())
            .ShouldBe(["acknowledgement", "firstResult", "finalAnswer"]);
        var answer = clocks[2];
        answer.GetProperty("dueAt").GetString().ShouldBe(ticket.GetProperty("expectedResolutionDate").GetString());
        answer.GetProperty("policy").GetProperty("key").GetString().ShouldBe("complaint.final");
        answer.GetProperty("policy").GetProperty("jurisdiction").GetString().ShouldBe("CN-national");
    }

    [Fact]
    public async Task A_delivered_text_keeps_the_first_promise_however_often_its_receipt_is_heard()
    {
        await using var notifications = await EventSource.OpenAsync(platform.Messaging);
        await using var acknowledged = await EventTap<ComplaintAcknowledged>.OpenAsync(platform.Messaging);
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();
        var delivered = new MessageDelivered(
            Guid.CreateVersion7(),
            4,
            "sms",
            "case-acknowledged",
            Account1,
            id,
            TimeProvider.System.GetUtcNow()
        );

        await notifications.SayAsync(delivered with { Purpose = "something-else" });
        await notifications.SayAsync(delivered);
        await notifications.SayAsync(delivered);

        await acknowledged.FirstAsync(fact => fact.ComplaintId == id);
        await Eventually.TrueAsync(
            async () =>
                await platform.Complaints.ScalarAsync<long>(
                    "select count(*) from inbox where consumer = 'AcknowledgeComplaintWhenMessageDelivered'"
                ) >= 2,
            "both that tell the case number to be dealt with"
        );
        (await ClocksOf(agent, id))[0].GetProperty("status").GetString().ShouldBe("stopped");
        var history = await agent.GetFromJsonAsync<JsonElement[]>(Action(id, "history"), Ct);
        history!.Select(step => step.GetProperty("what").GetString()).ShouldBe(["open", "acknowledge"]);
    }

    [Fact]
    public async Task An_agent_acknowledges_by_word_of_mouth_once()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();

        using var first = await agent.PostAsync(Action(id, "acknowledgement"), content: null, Ct);
        using var second = await agent.PostAsync(Action(id, "acknowledgement"), content: null, Ct);

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await second.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("complaint.acknowledgement-not-owed");
    }

    [Fact]
    public async Task A_first_result_is_told_and_the_customer_reads_it()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        using var customer = platform.Complaints.As(Roles.Customer, Account1);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();
        (await agent.PostAsync(Action(id, "start"), content: null, Ct)).Dispose();

        using var told = await agent.PostAsJsonAsync(Action(id, "results"), new { result = "已派人检查" }, Ct);

        told.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ClocksOf(customer, id))[1].GetProperty("status").GetString().ShouldBe("stopped");
        var history = await customer.GetFromJsonAsync<JsonElement[]>(Action(id, "history"), Ct);
        history![^1].GetProperty("why").GetString().ShouldBe("已派人检查");
    }

    [Fact]
    public async Task Two_replicas_fire_every_clock_once_warning_first_and_a_missed_promise_rises_one_level()
    {
        await using var soon = await EventTap<StepDueSoon>.OpenAsync(platform.Messaging);
        await using var overdue = await EventTap<StepOverdue>.OpenAsync(platform.Messaging);
        await using var escalated = await EventTap<ComplaintEscalated>.OpenAsync(platform.Messaging);
        await using var replica = platform.Complaints.StartReplica();
        using var agent = platform.Complaints.As(Roles.Agent);
        var cases = new List<Guid>();
        foreach (var _ in Enumerable.Range(0, 25))
        {
            cases.Add((await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid());
        }

        platform.MoveBusinessTime(TimeSpan.FromHours(1.7));
        await Eventually.TrueAsync(() => Task.FromResult(cases.TrueForAll(id => Warned(id) == 1)), "a warning of each");
        overdue.Heard.ShouldNotContain(heard => cases.Contains(heard.Event.ComplaintId));
        platform.MoveBusinessTime(TimeSpan.FromHours(0.4));
        await Eventually.TrueAsync(() => Task.FromResult(cases.TrueForAll(id => Rose(id) == 1)), "each to rise");

        overdue.Heard.Count(heard => cases.Contains(heard.Event.ComplaintId)).ShouldBe(25);
        cases.Select(Warned).Concat(cases.Select(Rose)).ShouldAllBe(times => times == 1);
        var ticket = await agent.GetFromJsonAsync<JsonElement>($"{Tickets}/{cases[0]}", Ct);
        ticket.GetProperty("escalationLevel").GetString().ShouldBe("teamLead");

        int Warned(Guid id) => soon.Heard.Count(heard => heard.Event.ComplaintId == id);
        int Rose(Guid id) => escalated.Heard.Count(heard => heard.Event.ComplaintId == id);
    }

    [Fact]
    public async Task An_agent_takes_a_case_up_before_it_is_missed()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();

        using var tooShort = await agent.PostAsJsonAsync(Action(id, "escalations"), new { reason = "x" }, Ct);
        using var up = await agent.PostAsJsonAsync(Action(id, "escalations"), new { reason = "老客户，很着急" }, Ct);

        tooShort.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await up.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("escalationLevel")
            .GetString()
            .ShouldBe("teamLead");
    }

    private static async Task<JsonElement[]> ClocksOf(HttpClient client, Guid id) =>
        (await client.GetFromJsonAsync<JsonElement[]>(Action(id, "clocks"), Ct))!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Action(Guid id, string action) =>
        new($"/api/complaints/v1/troubleTickets/{id}/{action}", UriKind.Relative);
}
