using System;
using System.Linq;
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

public sealed class SeeComplaintsTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task P4_a_case_is_seen_by_its_customer_and_by_case_staff_and_by_nobody_else()
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1);
        var ticket = await OpenCaseAsync(customer, Case(account: null));
        var href = ticket.GetProperty("href").GetString()!;

        (await StatusOf(customer, href)).ShouldBe(HttpStatusCode.OK);
        foreach (var role in Roles.CaseStaff)
        {
            using var staff = platform.Complaints.As(role);
            (await StatusOf(staff, href)).ShouldBe(HttpStatusCode.OK, role);
        }

        using var neighbour = platform.Complaints.As(Roles.Customer, Account2);
        using var channel = platform.Complaints.As(Roles.Channel);
        using var partner = platform.Complaints.As(Roles.Partner);
        (await StatusOf(neighbour, href)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(channel, href)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(partner, href)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_customers_list_holds_only_his_own()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        await OpenCaseAsync(agent, Case(Account1));
        await OpenCaseAsync(agent, Case(Account2));
        using var customer = platform.Complaints.As(Roles.Customer, Account2);

        var tickets = await ListAsync(customer, "");

        tickets.ShouldNotBeEmpty();
        tickets
            .Select(t => t.GetProperty("relatedEntity")[0].GetProperty("id").GetGuid())
            .ShouldAllBe(account => account == Account2);
    }

    [Theory]
    [InlineData("not-a-uuid")]
    [InlineData("{01a1ff98-7746-74bf-b7dc-43a4feb38397}")]
    [InlineData("01A1FF98-7746-74BF-B7DC-43A4FEB38397")]
    [InlineData("01a1ff98-7746-74bf-b7dc-43a4feb38397")]
    [InlineData("01a1ff98774674bfb7dc43a4feb38397")]
    [InlineData("%27%20or%201=1")]
    public async Task An_unknown_id_of_any_shape_is_not_found(string id)
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        using var answer = await agent.GetAsync(new Uri($"{Tickets}/{id}", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe("not-found");
    }

    [Fact]
    public async Task A_list_is_paged_newest_first_and_says_how_many_there_are()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "pager");
        var mark = Guid.CreateVersion7().ToString();
        for (var i = 0; i < 5; i++)
        {
            await OpenCaseAsync(agent, Case(Account1, $"case {i}", mark));
        }

        var uri = new Uri($"{Tickets}?externalId={mark}&offset=1&limit=2", UriKind.Relative);
        using var answer = await agent.GetAsync(uri, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("X-Total-Count").Single().ShouldBe("5");
        answer.Headers.GetValues("X-Result-Count").Single().ShouldBe("2");
        var page = await answer.Content.ReadFromJsonAsync<JsonElement[]>(Ct);
        page!.Select(t => t.GetProperty("description").GetString()).ShouldBe(["case 3", "case 2"]);
    }

    [Fact]
    public async Task A_case_is_found_by_its_number()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var ticket = await OpenCaseAsync(agent, Case(Account1));

        var found = await ListAsync(agent, $"?caseNumber={ticket.GetProperty("caseNumber").GetString()}");

        found.Single().GetProperty("id").GetGuid().ShouldBe(ticket.GetProperty("id").GetGuid());
    }

    [Theory]
    [InlineData("colour=red", "colour: This list cannot be filtered by it; it can by caseNumber, externalId, status, ")]
    [InlineData("limit=1001", "limit: A whole number from 0 to 1000 is expected.")]
    [InlineData("limit=-1", "limit: A whole number from 0 to 1000 is expected.")]
    [InlineData("offset=x", "offset: A whole number from 0 to 2147483647 is expected.")]
    [InlineData("status=asleep", "status: The attribute never has that value.")]
    [InlineData("externalId=a%00b", "externalId: U+0000 is not allowed.")]
    public async Task A_wrong_query_is_refused_with_the_parameter(string query, string message)
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        using var answer = await agent.GetAsync(new Uri($"{Tickets}?{query}", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("message").GetString()!.ShouldStartWith(message);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, string href)
    {
        using var answer = await client.GetAsync(new Uri(href, UriKind.Relative), Ct);
        return answer.StatusCode;
    }

    private static async Task<JsonElement[]> ListAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<JsonElement[]>($"{Tickets}{query}", Ct))!;
}
