using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain.Usage;
using Billing.Tests.Features.Usage;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Usage.UsageFixture;

namespace Billing.Tests.Data.Usage;

/// <summary>tmf.md: each declared filter runs in SQL with an index, shown on 200,000 records of two months.</summary>
public sealed class UsageQueryPlanTests(UsageFixture platform) : IClassFixture<UsageFixture>
{
    private const string List = "/tmf-api/usageManagement/v4/usage";

    [Fact]
    public async Task No_declared_filter_scans_the_records_of_a_month()
    {
        var at = platform.Now.AddDays(-1);
        var id = UsageRecord.IdAt(at);
        await FillAsync(at, id);
        using var agent = platform.Billing.As(Roles.Agent);
        using var customer = platform.Billing.As(Roles.Customer, Account(1));
        var before = await ScansAsync();

        await ShouldFindAsync(agent, $"?relatedParty.id={Account(1)}");
        await ShouldFindAsync(agent, $"?usageDate={at.AddSeconds(-2):yyyy-MM-ddTHH:mm:ssZ}");
        await ShouldFindAsync(customer, "");
        (await agent.GetFromJsonAsync<JsonElement>($"{List}/{id}", Ct)).GetProperty("id").GetGuid().ShouldBe(id);

        // Counters of other sessions arrive within a second.
        await Eventually.TrueAsync(
            async () => (await ScansAsync()).Indexed >= before.Indexed + 7,
            "the index scans of the lists above"
        );
        (await ScansAsync()).Sequential.ShouldBe(before.Sequential);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task ShouldFindAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<JsonElement[]>($"{List}{query}", Ct))!.ShouldNotBeEmpty(query);

    /// <summary>Every thousandth record is the first account's; the last one of them has the id.</summary>
    private async Task FillAsync(DateTimeOffset at, Guid id)
    {
        await platform.ExecuteAsync(
            $"""
            select ensure_usage_partition(m) from unnest(array[date '{at:yyyy-MM-01}', date '{at.AddMonths(
                -1
            ):yyyy-MM-01}']) m;
            insert into usage_records (id, batch_id, account_id, line_id, subscription_id, service_number, period, kind,
                                       quantity, included, charge, currency, source, source_key, occurred_at, received_at)
            select case when n = 0 then '{id}' else gen_random_uuid() end, gen_random_uuid(),
                   case when n % 1000 = 0 then '{Account(1)}' else gen_random_uuid() end, gen_random_uuid(),
                   gen_random_uuid(), '138', '{PeriodOf(at)}', 'Voice', 1, 1, 0, 'CNY', 'fill', n::text,
                   timestamptz '{at:O}' - (n % 2) * interval '1 month' - n * interval '1 second', now()
              from generate_series(0, 199999) n
            """
        );
        await platform.ExecuteAsync("vacuum analyze usage_records");
    }

    private async Task<(long Sequential, long Indexed)> ScansAsync()
    {
        const string Scans = "from pg_stat_user_tables where relname like 'usage_records_2%'";
        return (
            await platform.Billing.ScalarAsync<long>($"select sum(seq_scan)::bigint {Scans}"),
            await platform.Billing.ScalarAsync<long>($"select sum(idx_scan)::bigint {Scans}")
        );
    }
}
