using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Complaints.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>B12 from the case's side: the real Billing decides, in the agent's name.</summary>
public sealed class CompensateComplaintTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task An_agent_compensates_at_once_within_his_limit_and_the_history_tells_it()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-of-50");
        var ticket = await OpenCaseAsync(agent, Case(Account1));

        using var answer = await agent.PostAsJsonAsync(Of(ticket), Wanted(50), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var compensation = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        compensation.GetProperty("status").GetString().ShouldBe("granted");
        compensation.GetProperty("currency").GetString().ShouldBe("CNY");
        var entry = (await HistoryAsync(agent, ticket)).Single(it =>
            it.GetProperty("what").GetString() == "compensate"
        );
        entry.GetProperty("who").GetString().ShouldBe("agent-of-50");
        entry.GetProperty("why").GetString()!.ShouldStartWith("granted: 50.00 CNY, ");
        using var finance = platform.Billing.As(Roles.Finance);
        var atBilling = await finance.GetFromJsonAsync<JsonElement>(compensation.GetProperty("href").GetString(), Ct);
        atBilling.GetProperty("complaintId").GetString().ShouldBe(ticket.GetProperty("id").GetString());
        atBilling.GetProperty("caseNumber").GetString().ShouldBe(ticket.GetProperty("caseNumber").GetString());
        atBilling.GetProperty("accountId").GetGuid().ShouldBe(Account1);
        atBilling.GetProperty("decidedBy").GetString().ShouldBe("agent-of-50");
    }

    [Fact]
    public async Task A_case_about_a_value_added_service_is_compensated_as_any_other()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-of-vas");
        var ticket = await OpenCaseAsync(
            agent,
            new
            {
                description = "没订过的业务扣费",
                severity = "major",
                ticketType = "complaint",
                nature = "forcedSubscription",
                relatedEntity = new[]
                {
                    Entity(Account2, "BillingAccount"),
                    Entity(Guid.CreateVersion7(), "ProductOffering"),
                },
            }
        );

        using var answer = await agent.PostAsJsonAsync(Of(ticket), Wanted(8), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var compensation = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        compensation.GetProperty("status").GetString().ShouldBe("granted");
        compensation.GetProperty("amount").GetDecimal().ShouldBe(8);
    }

    [Theory]
    [InlineData("7", HttpStatusCode.BadRequest, "chargeId")]
    [InlineData("01a1ff98-7746-74bf-b7dc-43a4feb38397", HttpStatusCode.Conflict, "compensation.charge-unknown")]
    public async Task V15_the_charge_that_it_is_for_is_one_of_the_customers(
        string charge,
        HttpStatusCode expected,
        string why
    )
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var ticket = await OpenCaseAsync(agent, Case(Account2));

        using var answer = await agent.PostAsJsonAsync(
            Of(ticket),
            new
            {
                amount = 8,
                reason = "未经确认即收费",
                chargeId = charge,
            },
            Ct
        );

        answer.StatusCode.ShouldBe(expected);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain(why);
    }

    [Fact]
    public async Task Beyond_his_limit_it_waits_for_a_second_person()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var ticket = await OpenCaseAsync(agent, Case(Account2));

        using var answer = await agent.PostAsJsonAsync(Of(ticket), Wanted(400), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("status")
            .GetString()
            .ShouldBe("requested");
    }

    [Fact]
    public async Task A_later_approval_and_what_was_taken_back_stand_in_the_history_with_who_did_it()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-who-asks");
        using var approver = platform.Billing.As(Roles.Supervisor, subject: "supervisor-who-approves");
        using var finance = platform.Billing.As(Roles.Finance, subject: "finance-who-takes-back");
        var ticket = await OpenCaseAsync(agent, Case(Account3));
        using var asked = await agent.PostAsJsonAsync(Of(ticket), Wanted(300), Ct);
        var href = (await asked.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("href").GetString();

        using var approved = await approver.PostAsync(
            new Uri($"{href}/approvals", UriKind.Relative),
            content: null,
            Ct
        );
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);
        await StepAsync(agent, ticket, "granted: 300.00 CNY, ", "宽带中断三天", "supervisor-who-approves");
        using var takenBack = await finance.PostAsJsonAsync($"{href}/clawBacks", new { finding = "线路当日正常" }, Ct);
        takenBack.StatusCode.ShouldBe(HttpStatusCode.OK);
        await StepAsync(agent, ticket, "clawedBack: 300.00 CNY, ", "线路当日正常", "finance-who-takes-back");

        (await HistoryAsync(agent, ticket)).Count(it => it.GetProperty("what").GetString() == "compensate").ShouldBe(3);
    }

    [Fact]
    public async Task What_Billing_says_of_a_compensation_stands_once_however_often_and_for_whichever_case_it_is_said()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var ticket = await OpenCaseAsync(agent, Case(Account3));
        var granted = new CompensationGranted(
            Guid.CreateVersion7(),
            2,
            Account3,
            ticket.GetProperty("id").GetGuid(),
            ticket.GetProperty("caseNumber").GetString(),
            12.50m,
            "CNY",
            "停水半日",
            platform.BusinessNow
        );

        var heard = await HeardAsync();
        await platform.Neighbours.SayAsync(granted);
        await platform.Neighbours.SayAsync(granted);
        await platform.Neighbours.SayAsync(granted with { ComplaintId = Guid.CreateVersion7() });
        await platform.Neighbours.SayAsync(granted with { ComplaintId = null });

        await Eventually.TrueAsync(async () => await HeardAsync() >= heard + 4, "all four to be heard");
        var step = (await HistoryAsync(agent, ticket)).Single(it => it.GetProperty("what").GetString() == "compensate");
        step.GetProperty("why").GetString().ShouldBe($"granted: 12.50 CNY, {granted.CompensationId}. 停水半日");
        step.GetProperty("role").GetString().ShouldBe("service");
    }

    [Fact]
    public async Task Asked_again_in_the_same_words_nothing_is_given_twice_and_the_history_has_it_once()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-twice");
        var ticket = await OpenCaseAsync(agent, Case(Account2));

        var ids = await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(async _ =>
                {
                    using var answer = await agent.PostAsJsonAsync(Of(ticket), Wanted(20), Ct);
                    return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString();
                })
        );

        ids.Distinct().Count().ShouldBe(1);
        (await HistoryAsync(agent, ticket)).Count(it => it.GetProperty("what").GetString() == "compensate").ShouldBe(1);
    }

    [Fact]
    public async Task A_customer_reads_in_the_history_that_he_was_compensated_but_not_by_whom()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-unnamed");
        var ticket = await OpenCaseAsync(agent, Case(Account1));
        using var answer = await agent.PostAsJsonAsync(Of(ticket), Wanted(5), Ct);
        using var customer = platform.Complaints.As(Roles.Customer, Account1);

        var entry = (await HistoryAsync(customer, ticket)).Single(it =>
            it.GetProperty("what").GetString() == "compensate"
        );

        entry.GetProperty("who").GetString().ShouldBe("agent");
        entry.TryGetProperty("why", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_case_without_an_account_has_nobody_to_compensate()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var ticket = await OpenCaseAsync(agent, Case(account: null));

        using var answer = await agent.PostAsJsonAsync(Of(ticket), Wanted(5), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeAsync(answer)).ShouldBe("complaint.no-account");
    }

    [Fact]
    public async Task P4_a_case_of_another_unit_cannot_be_compensated()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        using var stranger = platform.Complaints.As(Roles.Agent, subject: "stranger", unit: "care-9");
        var ticket = await OpenCaseAsync(agent, Case(Account1));

        using var answer = await stranger.PostAsJsonAsync(Of(ticket), Wanted(5), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"reason":"宽带中断三天"}""", "amount")]
    [InlineData("""{"amount":0,"reason":"宽带中断三天"}""", "amount")]
    [InlineData("""{"amount":0.001,"reason":"宽带中断三天"}""", "amount")]
    [InlineData("""{"amount":5}""", "reason")]
    [InlineData("""{"amount":5,"reason":"无"}""", "reason")]
    public async Task What_is_missing_or_wrong_is_named(string body, string field)
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await agent.PostAsync(
            new Uri($"/api/complaints/v1/troubleTickets/{Guid.CreateVersion7()}/compensations", UriKind.Relative),
            content,
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task While_Billing_is_away_nothing_is_recorded_and_the_answer_says_so()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var alone = await RunningService<ComplaintsDb>.StartAsync(
            issuer,
            await (await Servers.GetAsync()).NewVirtualHostAsync(),
            new Dictionary<string, string> { ["services:billing:grpc:0"] = Addresses.Free().Grpc }
        );
        using var agent = alone.As(Roles.Agent);
        var ticket = await OpenCaseAsync(agent, Case(Account1));

        using var answer = await agent.PostAsJsonAsync(Of(ticket), Wanted(5), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await CodeAsync(answer)).ShouldBe("billing.away");
        (await HistoryAsync(agent, ticket)).ShouldNotContain(it => it.GetProperty("what").GetString() == "compensate");
    }

    private static Dictionary<string, string> Entity(Guid id, string type) =>
        new() { ["id"] = id.ToString(), ["@referredType"] = type };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<long> HeardAsync() =>
        platform.Complaints.ScalarAsync<long>(
            "select count(*) from inbox where consumer = 'RecordCompensationWhenCompensationGranted'"
        );

    private static Task StepAsync(HttpClient client, JsonElement ticket, string begins, string ends, string who) =>
        Eventually.TrueAsync(
            async () =>
                (await HistoryAsync(client, ticket)).Any(it =>
                    it.TryGetProperty("why", out var why)
                    && why.GetString()!.StartsWith(begins, StringComparison.Ordinal)
                    && why.GetString()!.EndsWith(ends, StringComparison.Ordinal)
                    && it.GetProperty("who").GetString() == who
                ),
            $"a step of {who}"
        );

    private static object Wanted(decimal amount) => new { amount, reason = "宽带中断三天" };

    private static string Of(JsonElement ticket) =>
        $"/api/complaints/v1/troubleTickets/{ticket.GetProperty("id").GetString()}/compensations";

    private static async Task<JsonElement[]> HistoryAsync(HttpClient client, JsonElement ticket) =>
        (
            await client.GetFromJsonAsync<JsonElement[]>(
                $"/api/complaints/v1/troubleTickets/{ticket.GetProperty("id").GetString()}/history",
                Ct
            )
        )!;

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
}
