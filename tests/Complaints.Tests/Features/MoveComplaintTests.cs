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
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

public sealed class MoveComplaintTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task An_agent_starts_to_work_on_a_case()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();

        using var answer = await agent.PostAsync(Action(id, "start"), content: null, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await BodyOf(answer)).GetProperty("status").GetString().ShouldBe("inProgress");
    }

    [Fact]
    public async Task A_case_that_was_started_cannot_be_started_again()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();
        (await agent.PostAsync(Action(id, "start"), content: null, Ct)).Dispose();

        using var answer = await agent.PostAsync(Action(id, "start"), content: null, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await BodyOf(answer);
        problem.GetProperty("code").GetString().ShouldBe("complaint.illegal-move");
        problem.GetProperty("detail").GetString().ShouldBe("A case that is InProgress cannot Start.");
    }

    [Fact]
    public async Task The_customer_withdraws_his_case_in_his_own_words()
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1);
        var id = (await OpenCaseAsync(customer, Case(account: null))).GetProperty("id").GetGuid();

        using var answer = await customer.PostAsJsonAsync(Action(id, "withdrawal"), new { reason = "已经好了" }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ticket = await BodyOf(answer);
        ticket.GetProperty("status").GetString().ShouldBe("cancelled");
        ticket.GetProperty("statusChangeReason").GetString().ShouldBe("已经好了");
    }

    [Fact]
    public async Task P4_nobody_withdraws_another_customers_case()
    {
        using var owner = platform.Complaints.As(Roles.Customer, Account1);
        var id = (await OpenCaseAsync(owner, Case(account: null))).GetProperty("id").GetGuid();
        using var neighbour = platform.Complaints.As(Roles.Customer, Account2);
        using var agent = platform.Complaints.As(Roles.Agent);

        using var byNeighbour = await neighbour.PostAsJsonAsync(Action(id, "withdrawal"), new { reason = "x" }, Ct);
        using var byAgent = await agent.PostAsJsonAsync(Action(id, "withdrawal"), new { reason = "x" }, Ct);

        byNeighbour.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        byAgent.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_withdrawal_needs_a_reason()
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1);
        var id = (await OpenCaseAsync(customer, Case(account: null))).GetProperty("id").GetGuid();

        using var answer = await customer.PostAsJsonAsync(Action(id, "withdrawal"), new { }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await BodyOf(answer);
        problem.GetProperty("errors").GetProperty("reason")[0].GetString().ShouldBe("It is mandatory.");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Action(Guid id, string action) =>
        new($"/api/complaints/v1/troubleTickets/{id}/{action}", UriKind.Relative);

    private static Task<JsonElement> BodyOf(HttpResponseMessage answer) =>
        answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
}
