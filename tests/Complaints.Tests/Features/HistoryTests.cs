using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>C18: who did what, when and why, and in which trace; append-only.</summary>
public sealed class HistoryTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task P2_a_case_lists_the_trace_of_each_of_its_steps()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-7");
        using var opened = await agent.PostAsJsonAsync(Tickets, Case(Account1), Ct);
        var id = (await opened.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString();
        using var started = await agent.PostAsync(Relative($"{id}/start"), content: null, Ct);

        var history = (await agent.GetFromJsonAsync<JsonElement[]>(Relative($"{id}/history"), Ct))!;

        history.Select(step => step.GetProperty("what").GetString()).ShouldBe(["open", "start"]);
        history.Select(step => step.GetProperty("who").GetString()).ShouldAllBe(who => who == "agent-7");
        history
            .Select(step => step.GetProperty("traceId").GetString())
            .ShouldBe(new[] { opened, started }.Select(answer => answer.Headers.GetValues("X-Trace-Id").Single()));
    }

    [Fact]
    public async Task A_history_is_a_list_like_any_other()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetString();

        using var answer = await agent.GetAsync(Relative($"{id}/history?fields=what"), Ct);

        answer.Headers.GetValues("X-Total-Count").Single().ShouldBe("1");
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("""[{"what":"open"}]""");
    }

    [Fact]
    public async Task A_customer_follows_his_case_without_reading_who_among_staff_works_on_it()
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1, subject: "customer-1");
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-7");
        using var neighbour = platform.Complaints.As(Roles.Customer, Account2);
        var id = (await OpenCaseAsync(customer, Case(account: null))).GetProperty("id").GetString();
        (await agent.PostAsync(Relative($"{id}/start"), content: null, Ct)).Dispose();

        var history = (await customer.GetFromJsonAsync<JsonElement[]>(Relative($"{id}/history"), Ct))!;
        using var others = await neighbour.GetAsync(Relative($"{id}/history"), Ct);

        history.Select(step => step.GetProperty("who").GetString()).ShouldBe(["customer-1", "agent"]);
        history.SelectMany(step => step.EnumerateObject()).ShouldNotContain(attribute => attribute.Name == "traceId");
        others.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("update complaint_history set who = 'nobody'")]
    [InlineData("delete from complaint_history")]
    [InlineData("truncate complaint_history")]
    public async Task Not_even_the_database_user_of_the_service_rewrites_it(string sql)
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        await OpenCaseAsync(agent, Case(Account1));

        var refused = await Should.ThrowAsync<PostgresException>(() => platform.Complaints.ScalarAsync<long>(sql));

        refused.MessageText.ShouldBe("The history of a case only grows.");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Relative(string path) => new($"/api/complaints/v1/troubleTickets/{path}", UriKind.Relative);
}
