using System;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>P4: nobody sees what is not theirs, also among staff; C18: search by text, and the tombstone.</summary>
public sealed class UnitsTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Theory]
    [InlineData(Roles.Agent, "care-1", true)]
    [InlineData(Roles.Agent, "care-2", false)]
    [InlineData(Roles.Supervisor, "care-2", false)]
    [InlineData(Roles.Agent, null, false)]
    [InlineData(Roles.Leader, null, true)]
    [InlineData(Roles.Auditor, null, true)]
    [InlineData(Roles.Ops, null, true)]
    public async Task Staff_see_the_cases_of_their_own_unit(string role, string? unit, bool sees)
    {
        using var agent = platform.Complaints.As(Roles.Agent, unit: "care-1");
        var ticket = await OpenCaseAsync(agent, Case(Account1));
        var href = ticket.GetProperty("href").GetString()!;
        using var other = platform.Complaints.As(role, subject: "somebody", unit: unit ?? "");

        using var one = await other.GetAsync(new Uri(href, UriKind.Relative), Ct);
        var list = await other.GetFromJsonAsync<JsonElement[]>(
            $"{Tickets}?caseNumber={ticket.GetProperty("caseNumber").GetString()}",
            Ct
        );

        one.StatusCode.ShouldBe(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        list!.Length.ShouldBe(sees ? 1 : 0);
    }

    [Fact]
    public async Task C2_who_took_a_case_sees_it_from_any_unit()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-9", unit: "care-1");
        var href = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("href").GetString()!;
        using var moved = platform.Complaints.As(Roles.Agent, subject: "agent-9", unit: "care-3");

        using var answer = await moved.GetAsync(new Uri(href, UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_customers_own_case_comes_to_the_front_desk()
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1);

        var ticket = await OpenCaseAsync(customer, Case(account: null));

        ticket.GetProperty("unit").GetString().ShouldBe("care-1");
    }

    [Theory]
    [InlineData("水压", 1)]
    [InlineData("东风路 水压", 1)]
    [InlineData("水压 不存在的词", 0)]
    [InlineData("METER", 1)]
    public async Task C18_staff_find_a_case_by_words_of_its_text(string words, int expected)
    {
        var nobodyElse = $"search-for-{words}"; // other cases of this text are other units'
        using var agent = platform.Complaints.As(Roles.Agent, subject: nobodyElse, unit: nobodyElse);
        await OpenCaseAsync(agent, Case(Account1, "东风路 12 号水压不足，Meter broken"));

        var found = await agent.GetFromJsonAsync<JsonElement[]>($"{Tickets}?text={Uri.EscapeDataString(words)}", Ct);

        found!.Length.ShouldBe(expected);
    }

    [Fact]
    public async Task A_search_for_a_single_letter_is_refused()
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        using var answer = await agent.GetAsync(new Uri($"{Tickets}?text=a", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task C18_only_ops_delete_a_case_and_its_tombstone_keeps_number_and_history()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        using var ops = platform.Complaints.As(Roles.Ops);
        var ticket = await OpenCaseAsync(agent, Case(Account1, "关于张先生的投诉"));
        var (id, href) = (ticket.GetProperty("id").GetGuid(), ticket.GetProperty("href").GetString()!);

        using var byAgent = await agent.DeleteAsync(new Uri(href, UriKind.Relative), Ct);
        using var byOps = await ops.DeleteAsync(new Uri(href, UriKind.Relative), Ct);
        using var again = await ops.DeleteAsync(new Uri(href, UriKind.Relative), Ct);
        using var read = await agent.GetAsync(new Uri(href, UriKind.Relative), Ct);

        byAgent.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        byOps.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var stored = await platform.Complaints.ScalarAsync<string>(
            $"select case_number || '|' || description || '|' || cardinality(search_terms) from complaints where id = '{id}'"
        );
        stored.ShouldBe($"{ticket.GetProperty("caseNumber").GetString()}||0");
        var steps = await platform.Complaints.ScalarAsync<string>(
            $"select string_agg(what, ',' order by position) from complaint_history where complaint_id = '{id}'"
        );
        steps.ShouldBe("open,delete");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
