using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Data;

/// <summary>tmf.md: each declared filter runs in SQL with an index, shown on 1,000,000 cases.</summary>
public sealed class QueryPlanTests
{
    private const int Cases = 1_000_000;
    private static readonly Guid Service = Guid.Parse("0190c001-0000-7000-8000-000000000065");

    [Fact]
    public async Task No_declared_filter_scans_a_million_cases()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var complaints = await RunningService<ComplaintsDb>.StartAsync(
            issuer,
            messaging,
            new Dictionary<string, string> { ["services:billing:grpc:0"] = Addresses.Free().Grpc }
        );
        await FillAsync(complaints);
        using var agent = complaints.As(Roles.Agent);
        using var customer = complaints.As(Roles.Customer, Account1);
        using var channel = complaints.As(Roles.Channel, subject: "channel-7");
        var before = await ScansAsync(complaints);

        await ShouldFindAsync(agent, "?caseNumber=C-0000500000");
        await ShouldFindAsync(agent, "?externalId=ext-500000");
        await ShouldFindAsync(agent, "?status=pending");
        await ShouldFindAsync(agent, "?severity=critical");
        await ShouldFindAsync(agent, "?ticketType=praise");
        await ShouldFindAsync(agent, "?channel.name=letter");
        await ShouldFindAsync(agent, "?accountVerification=unknown");
        await ShouldFindAsync(agent, $"?relatedEntity.id={Account1}");
        await ShouldFindAsync(agent, "?nature=meter");
        await ShouldFindAsync(agent, $"?vasServiceId={Service}");
        await ShouldFindAsync(agent, $"?relatedEntity.id={Service}");
        await ShouldFindAsync(agent, "?text=断网了");
        await ShouldFindAsync(customer, "");
        await ShouldFindAsync(channel, "");

        // Counters of other sessions arrive within a second; each list reads the table twice: count and page.
        await Eventually.TrueAsync(
            async () => (await ScansAsync(complaints)).Indexed >= before.Indexed + 26,
            "the index scans of the lists above"
        );
        (await ScansAsync(complaints)).Sequential.ShouldBe(before.Sequential);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task ShouldFindAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<JsonElement[]>($"{Tickets}{query}", Ct))!.ShouldNotBeEmpty(query);

    private static async Task FillAsync(RunningService<ComplaintsDb> complaints)
    {
        await using var fill = complaints.Database.CreateCommand(
            $"""
            insert into complaints (id, version, case_number, ticket_type, severity, description, external_id, channel,
                                    status, status_changed_at, owned_by, account_id, account_check, account_checks,
                                    opened_at, last_update, unit, search_terms, nature, vas_service_id)
            select gen_random_uuid(), 1, 'C-' || lpad(n::text, 10, '0'),
                   case when n % 1000 = 0 then 'Praise' else 'Complaint' end,
                   case when n % 100 = 0 then 'Critical' else 'Minor' end,
                   'x', 'ext-' || n,
                   case when n % 1000 = 0 then 'Letter' else 'Hotline' end,
                   case when n % 100 = 0 then 'Pending' else 'Closed' end,
                   now(), case when n % 1000 = 0 then 'channel-7' else 'agent-' || n % 100 end,
                   case when n % 10000 = 0 then '{Account1}'::uuid else gen_random_uuid() end,
                   case when n % 1000 = 0 then 'Unknown' else 'Verified' end, 0,
                   now() - n * interval '1 second', now(), 'care-1',
                   case when n % 10000 = 0 then array['断网', '网了'] else array['很慢', '慢了'] end,
                   case when n % 10000 = 0 then 'Meter' end, case when n % 10000 = 0 then '{Service}'::uuid end
              from generate_series(1, {Cases}) n
            """
        );
        fill.CommandTimeout = 300;
        await fill.ExecuteNonQueryAsync(Ct);
        await using var vacuum = complaints.Database.CreateCommand("vacuum analyze complaints");
        vacuum.CommandTimeout = 300;
        await vacuum.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<(long Sequential, long Indexed)> ScansAsync(RunningService<ComplaintsDb> complaints)
    {
        const string Scans = "from pg_stat_user_tables where relname = 'complaints'";
        return (
            await complaints.ScalarAsync<long>($"select seq_scan {Scans}"),
            await complaints.ScalarAsync<long>($"select idx_scan {Scans}")
        );
    }
}
