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
using Complaints.Data;
using Npgsql;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>policies.md: data with a source, changed by two persons, heard of by every replica, never looser than allowed.</summary>
public sealed class PoliciesTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    private const string Policies = "/api/complaints/v1/policies";

    [Fact]
    public async Task Staff_read_each_policy_with_its_source_and_whether_it_is_in_force()
    {
        using var auditor = platform.Complaints.As(Roles.Auditor);

        var policies = (await auditor.GetFromJsonAsync<JsonElement[]>($"{Policies}?key=complaint.final", Ct))!;

        policies.Select(p => p.GetProperty("jurisdiction").GetString()).ShouldContain("CN-Henan");
        var chongqing = policies.Where(p => p.GetProperty("jurisdiction").GetString() == "CN-Chongqing").ToList();
        chongqing.Select(p => p.GetProperty("clock").GetString()).ShouldBe(["calendar", "working"], ignoreOrder: true);
        chongqing.ShouldAllBe(p => p.GetProperty("isInForce").GetBoolean());
    }

    [Fact]
    public async Task Two_persons_change_a_policy_every_replica_hears_and_open_cases_get_what_is_better()
    {
        await using var changed = await EventTap<ComplaintPolicyChanged>.OpenAsync(platform.Messaging);
        await using var replica = platform.Complaints.StartReplica();
        using var agent = platform.Complaints.As(Roles.Agent);
        using var atReplica = replica.As(Roles.Agent);
        using var first = platform.Complaints.As(Roles.Leader, subject: "leader-1");
        using var second = replica.As(Roles.Leader, subject: "leader-2");
        var before = await OpenCaseAsync(agent, Case(Account1));
        _ = await OpenCaseAsync(atReplica, Case(Account1)); // both have read the old ones by now

        var change = await ProposeAsync(first, "complaint.final", 7, Soon);
        using var bySelf = await first.PostAsync(Decision(change, "approval"), content: null, Ct);
        using var byOther = await second.PostAsync(Decision(change, "approval"), content: null, Ct);
        platform.MoveBusinessTime(TimeSpan.FromMinutes(10));

        bySelf.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeOf(bySelf)).ShouldBe("policy.same-person");
        byOther.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await changed.FirstAsync(fact => fact.ChangeId == change)).Event.Key.ShouldBe("complaint.final");
        foreach (var client in new[] { agent, atReplica })
        {
            await Eventually.TrueAsync(
                async () => await FinalAnswerDays(client, await OpenCaseAsync(client, Case(Account1))) == 7,
                "the new limit in each replica"
            );
        }

        await Eventually.TrueAsync(
            async () => await FinalAnswerDays(agent, before) == 7,
            "the open case to get the better limit"
        );
    }

    [Fact]
    public async Task A_case_that_is_being_changed_meanwhile_is_planned_as_it_is_after_that()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        using var first = platform.Complaints.As(Roles.Leader, subject: "leader-1");
        using var second = platform.Complaints.As(Roles.Leader, subject: "leader-2");
        var id = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("id").GetGuid();
        await using var connection = await platform.Complaints.Database.OpenConnectionAsync(Ct);
        await using var change = await connection.BeginTransactionAsync(Ct);
        await ExecuteAsync(connection, $"update complaints set version = version + 1 where id = '{id}'");
        await ExecuteAsync(
            connection,
            $"""
            update promise_clocks set status = 'Stopped', stopped_at = now(), next_at = null
             where complaint_id = '{id}'
            """
        );

        var proposal = await ProposeAsync(first, "complaint.first_result", 20, Soon);
        (await second.PostAsync(Decision(proposal, "approval"), content: null, Ct)).EnsureSuccessStatusCode().Dispose();
        platform.MoveBusinessTime(TimeSpan.FromMinutes(10));
        await Eventually.TrueAsync(
            async () =>
                await platform.Complaints.ScalarAsync<long>(
                    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                ) > 0,
            "the sweep to wait for the case"
        );
        await change.CommitAsync(Ct);

        await Eventually.TrueAsync(
            async () =>
                await platform.Complaints.ScalarAsync<long>(
                    "select count(*) from policy_adoptions where key = 'complaint.first_result' and version = 2 and done_at is not null"
                ) == 1,
            "the new limit to have gone through all cases"
        );
        (
            await platform.Complaints.ScalarAsync<long>(
                $"select count(*) from promise_clocks where complaint_id = '{id}' and (next_at is not null or (kind = 'FirstResult' and policy_version > 1))"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_law_sets_may_only_become_stricter()
    {
        using var leader = platform.Complaints.As(Roles.Leader);

        using var answer = await leader.PostAsJsonAsync(
            $"{Policies}/complaint.final/changes",
            Proposal(20, Soon, "CN-Henan"),
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeOf(answer)).ShouldBe("policy.must-be-stricter");
    }

    [Fact]
    public async Task A_change_that_was_turned_down_stays_so_and_says_why()
    {
        using var leader = platform.Complaints.As(Roles.Leader, subject: "leader-1");
        using var ops = platform.Complaints.As(Roles.Ops);
        var change = await ProposeAsync(leader, "complaint.warn_at", 0.7m, Soon);

        using var rejected = await ops.PostAsJsonAsync(Decision(change, "rejection"), new { reason = "too early" }, Ct);
        using var approved = await ops.PostAsync(Decision(change, "approval"), content: null, Ct);

        (await rejected.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("rejectedFor")
            .GetString()
            .ShouldBe("too early");
        (await CodeOf(approved)).ShouldBe("policy.already-decided");
        var changes = (await ops.GetFromJsonAsync<JsonElement[]>("/api/complaints/v1/policyChanges", Ct))!;
        changes
            .Single(c => c.GetProperty("id").GetGuid() == change)
            .GetProperty("status")
            .GetString()
            .ShouldBe("rejected");
    }

    [Theory]
    [InlineData("complaint.final", """{"jurisdiction":"CN-national","value":{"a":1}}""", "value")]
    [InlineData("complaint.final", """{"value":1,"source":"x","reason":"x"}""", "jurisdiction")]
    [InlineData(
        "complaint.final",
        """{"jurisdiction":"CN-national","value":1,"clock":"lunar","source":"x","reason":"x"}""",
        "clock"
    )]
    public async Task Bad_input_says_which_field(string key, string body, string field)
    {
        using var leader = platform.Complaints.As(Roles.Leader);

        using var answer = await leader.PostAsync(
            new Uri($"{Policies}/{key}/changes", UriKind.Relative),
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");
        errors.TryGetProperty(field, out _).ShouldBeTrue(errors.ToString());
    }

    [Theory]
    [InlineData("complaint.ack", 1e15)]
    [InlineData("complaint.warn_at", -1)]
    [InlineData("complaint.warn_at", 5)]
    [InlineData("complaint.callback_attempts", 0)]
    public async Task A_value_that_no_case_could_be_taken_under_is_refused(string key, double value)
    {
        using var leader = platform.Complaints.As(Roles.Leader);

        using var answer = await leader.PostAsJsonAsync(
            $"{Policies}/{key}/changes",
            Proposal((decimal)value, Soon),
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeOf(answer)).ShouldBe("policy.out-of-range");
    }

    [Theory]
    [InlineData("CN-Henan", "does not cover complaint.")]
    [InlineData("CN-Henna", "has no profile")]
    public async Task Jurisdictions_that_do_not_set_every_policy_stop_the_start(string jurisdiction, string why)
    {
        var refused = await Should.ThrowAsync<Exception>(() =>
            RunningService<ComplaintsDb>.StartAsync(
                platform.Issuer,
                platform.Messaging,
                new Dictionary<string, string> { ["Policies:Jurisdictions:0"] = jurisdiction }
            )
        );

        refused.ToString().ShouldContain(why);
    }

    [Fact]
    public async Task A_key_that_nobody_knows_cannot_be_changed()
    {
        using var leader = platform.Complaints.As(Roles.Leader);

        using var answer = await leader.PostAsJsonAsync(
            $"{Policies}/complaint.unheard_of/changes",
            Proposal(1, Soon),
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Not_even_the_database_user_of_the_service_rewrites_a_version() =>
        (
            await Should.ThrowAsync<PostgresException>(() =>
                platform.Complaints.ScalarAsync<long>("update policy_versions set value = '1'")
            )
        ).MessageText.ShouldBe("A version of a policy stands; a change is a new version.");

    [Fact]
    public async Task Of_several_jurisdictions_the_tightest_counts()
    {
        await using var henan = await RunningService<ComplaintsDb>.StartAsync(
            platform.Issuer,
            platform.Messaging,
            new Dictionary<string, string>
            {
                ["services:billing:grpc:0"] = platform.Billing.Addresses.Grpc,
                ["Policies:Jurisdictions:0"] = "CN-national",
                ["Policies:Jurisdictions:1"] = "CN-Henan",
            }
        );
        using var agent = henan.As(Roles.Agent);

        var ticket = await OpenCaseAsync(agent, Case(Account1));

        var clocks = await ClocksOf(agent, ticket);
        var policy = clocks[2].GetProperty("policy");
        policy.GetProperty("jurisdiction").GetString().ShouldBe("CN-Henan");
        policy.GetProperty("clock").GetString().ShouldBe("working");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static object Proposal(decimal value, DateTimeOffset from, string jurisdiction = "CN-national") =>
        new
        {
            jurisdiction,
            value,
            effectiveFrom = from,
            source = "a decision of the board",
            reason = "customers wait too long",
        };

    private static async Task<Guid> ProposeAsync(HttpClient client, string key, decimal value, DateTimeOffset from)
    {
        using var answer = await client.PostAsJsonAsync($"{Policies}/{key}/changes", Proposal(value, from), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
    }

    /// <summary>A few minutes ahead in business time, which other tests may have moved.</summary>
    private DateTimeOffset Soon => platform.BusinessNow.AddMinutes(5);

    private static async Task<decimal> FinalAnswerDays(HttpClient client, JsonElement ticket) =>
        (await ClocksOf(client, ticket))[2].GetProperty("policy").GetProperty("amount").GetDecimal();

    private static async Task<JsonElement[]> ClocksOf(HttpClient client, JsonElement ticket) =>
        (
            await client.GetFromJsonAsync<JsonElement[]>(
                $"/api/complaints/v1/troubleTickets/{ticket.GetProperty("id").GetGuid()}/clocks",
                Ct
            )
        )!;

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Decision(Guid change, string decision) =>
        new($"/api/complaints/v1/policyChanges/{change}/{decision}", UriKind.Relative);
}
