using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Complaints.Data;
using Npgsql;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

public sealed class BillingAwayTests
{
    [Fact]
    public async Task A_case_is_taken_unverified_while_Billing_is_away_and_settled_when_it_is_back()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        var where = Addresses.Free();
        await using var complaints = await RunningService<ComplaintsDb>.StartAsync(
            issuer,
            messaging,
            new Dictionary<string, string> { ["services:billing:grpc:0"] = where.Grpc }
        );
        using var agent = complaints.As(Roles.Agent);

        var known = await OpenCaseAsync(agent, Case(Account1));
        var unknown = await OpenCaseAsync(agent, Case(Guid.CreateVersion7()));
        known.GetProperty("accountVerification").GetString().ShouldBe("unverified");
        unknown.GetProperty("accountVerification").GetString().ShouldBe("unverified");

        await using var billing = await RunningService<BillingDb>.StartAsync(
            issuer,
            messaging,
            seed: "20",
            addresses: where
        );

        await Eventually.TrueAsync(
            async () =>
                await VerificationOf(agent, known) == "verified" && await VerificationOf(agent, unknown) == "unknown",
            "the answer of Billing on both cases"
        );
        var flagged = await agent.GetFromJsonAsync<JsonElement[]>($"{Tickets}?accountVerification=unknown", Ct);
        flagged!.Single().GetProperty("id").GetGuid().ShouldBe(unknown.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_case_is_taken_unverified_while_Billing_lives_but_its_database_is_away()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var billing = await RunningService<BillingDb>.StartAsync(issuer, messaging, seed: "20");
        await using var complaints = await RunningService<ComplaintsDb>.StartAsync(
            issuer,
            messaging,
            new Dictionary<string, string> { ["services:billing:grpc:0"] = billing.Addresses.Grpc }
        );
        using var agent = complaints.As(Roles.Agent);
        var database = await billing.ScalarAsync<string>("select current_database()::text");

        await AdministerAsync($"alter database {database} allow_connections false");
        await AdministerAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
        var ticket = await OpenCaseAsync(agent, Case(Account1));
        await AdministerAsync($"alter database {database} allow_connections true");

        ticket.GetProperty("accountVerification").GetString().ShouldBe("unverified");
        await Eventually.TrueAsync(
            async () => await VerificationOf(agent, ticket) == "verified",
            "the account's verification"
        );
    }

    private static async Task AdministerAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create((await Servers.GetAsync()).Database("postgres"));
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<string?> VerificationOf(HttpClient client, JsonElement ticket) =>
        (await client.GetFromJsonAsync<JsonElement>(ticket.GetProperty("href").GetString()!, Ct))
            .GetProperty("accountVerification")
            .GetString();
}
