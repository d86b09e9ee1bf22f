using System;
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

/// <summary>C8: every case is called back before it closes.</summary>
public sealed class CallbackGateTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task A_resolved_case_waits_for_its_callback_and_closes_on_a_satisfied_answer()
    {
        await using var due = await EventTap<CallbackDue>.OpenAsync(platform.Messaging);
        await using var closed = await EventTap<ComplaintClosed>.OpenAsync(platform.Messaging);
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = await ResolvedCaseAsync(agent);
        (await due.FirstAsync(fact => fact.ComplaintId == id)).Event.Unit.ShouldBe("care-1");

        using var byStatus = await PatchStatusAsync(agent, id, "closed");
        using var answer = await CallBackAsync(
            agent,
            id,
            new
            {
                outcome = "answered",
                isSatisfied = true,
                score = 5,
                remark = "谢谢",
            }
        );

        byStatus.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await BodyOf(answer)).GetProperty("status").GetString().ShouldBe("closed");
        (await closed.FirstAsync(fact => fact.ComplaintId == id)).Event.Outcome.ShouldBe("closed");
    }

    [Fact]
    public async Task An_unsatisfied_customer_reopens_his_case_one_level_up_and_both_are_said()
    {
        await using var reopened = await EventTap<ComplaintReopened>.OpenAsync(platform.Messaging);
        await using var escalated = await EventTap<ComplaintEscalated>.OpenAsync(platform.Messaging);
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = await ResolvedCaseAsync(agent);

        using var answer = await CallBackAsync(
            agent,
            id,
            new
            {
                outcome = "answered",
                isSatisfied = false,
                score = 1,
                remark = "还是慢",
            }
        );

        var ticket = await BodyOf(answer);
        ticket.GetProperty("status").GetString().ShouldBe("inProgress");
        ticket.GetProperty("escalationLevel").GetString().ShouldBe("teamLead");
        (await reopened.FirstAsync(fact => fact.ComplaintId == id)).Event.Reason.ShouldBe("还是慢");
        (await escalated.FirstAsync(fact => fact.ComplaintId == id)).Event.Level.ShouldBe("teamLead");
    }

    [Fact]
    public async Task Three_recorded_attempts_close_it_and_staff_read_every_one()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-7");
        var id = await ResolvedCaseAsync(agent);

        foreach (var expected in new[] { "resolved", "resolved", "closed" })
        {
            platform.MoveBusinessTime(TimeSpan.FromHours(1));
            using var answer = await CallBackAsync(agent, id, new { outcome = "noAnswer" });
            (await BodyOf(answer)).GetProperty("status").GetString().ShouldBe(expected);
        }

        var callbacks = (await agent.GetFromJsonAsync<JsonElement[]>(Action(id, "callbacks"), Ct))!;
        callbacks.Select(callback => callback.GetProperty("outcome").GetString()).ShouldAllBe(o => o == "noAnswer");
        callbacks.Length.ShouldBe(3);
        callbacks.ShouldAllBe(callback => callback.GetProperty("who").GetString() == "agent-7");
    }

    [Theory]
    [InlineData("""{"outcome":"maybe"}""", "outcome")]
    [InlineData("""{}""", "outcome")]
    [InlineData("""{"outcome":"answered","isSatisfied":true,"score":6}""", "score")]
    [InlineData("""{"outcome":"answered","score":5}""", "isSatisfied")]
    [InlineData("""{"outcome":"noAnswer","score":1}""", "score")]
    public async Task Bad_input_is_refused_and_says_which_field(string body, string field)
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = await ResolvedCaseAsync(agent);

        using var answer = await agent.PostAsync(
            Action(id, "callbacks"),
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BodyOf(answer)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_case_that_is_not_resolved_has_no_callback()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();

        using var answer = await CallBackAsync(agent, id, new { outcome = "noAnswer" });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await BodyOf(answer)).GetProperty("code").GetString().ShouldBe("complaint.illegal-move");
    }

    private static async Task<Guid> ResolvedCaseAsync(HttpClient agent)
    {
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();
        (await PatchStatusAsync(agent, id, "inProgress")).EnsureSuccessStatusCode().Dispose();
        (await PatchStatusAsync(agent, id, "resolved")).EnsureSuccessStatusCode().Dispose();
        return id;
    }

    private static Task<HttpResponseMessage> PatchStatusAsync(HttpClient agent, Guid id, string status) =>
        agent.PatchAsJsonAsync($"{Tickets}/{id}", new { status, statusChangeReason = "已更换光猫" }, Ct);

    private static Task<HttpResponseMessage> CallBackAsync(HttpClient agent, Guid id, object body) =>
        agent.PostAsJsonAsync(Action(id, "callbacks"), body, Ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Action(Guid id, string action) =>
        new($"/api/complaints/v1/troubleTickets/{id}/{action}", UriKind.Relative);

    private static Task<JsonElement> BodyOf(HttpResponseMessage answer) =>
        answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
}
