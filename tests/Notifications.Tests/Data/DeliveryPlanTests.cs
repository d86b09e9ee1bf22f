using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Notifications.Tests.Data;

/// <summary>N9, tmf.md: a long backlog of one endpoint, and a long past, are no work for what is sent and looked for now.</summary>
public sealed class DeliveryPlanTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    private const string Deliveries = "/api/notifications/v1/deliveries";

    [Fact]
    public async Task N9_neither_the_claim_nor_a_filter_scans_the_backlog_of_an_endpoint_that_hangs()
    {
        await using var hanging = await Partner.StartAsync();
        await using var partner = await Partner.StartAsync();
        var release = new TaskCompletionSource();
        hanging.Answer = (_, _) => release.Task;
        await FillAsync(hanging);
        await Eventually.TrueAsync(() => Task.FromResult(hanging.Received.Count == 2), "both slots taken");
        var before = await ScansAsync();
        using var ops = platform.Notifications.As(Roles.Ops);

        await ShouldFindAsync(ops, "?status=failed");
        await ShouldFindAsync(ops, "?subscriptionId=0190a000-0000-7000-8000-000000000007");
        await platform.Neighbours.SayAsync(Wanted(partner));

        await Eventually.TrueAsync(() => Task.FromResult(partner.Received.Count == 1), "the other's delivery");
        await Eventually.TrueAsync(
            async () => (await ScansAsync()).Indexed >= before.Indexed + 10,
            "the index scans of the lists and claims above"
        );
        (await ScansAsync()).RowsInSequence.ShouldBe(before.RowsInSequence);
        hanging.Received.Count.ShouldBe(2);
        await platform.Notifications.ScalarAsync<int>(
            "update deliveries set status = 'Failed' where status = 'Waiting'"
        );
        release.SetResult();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task ShouldFindAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<JsonElement[]>($"{Deliveries}{query}&limit=10", Ct))!.ShouldNotBeEmpty(query);

    private static DeliveryRequested Wanted(Partner partner) =>
        new(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            "complaints",
            partner.Address,
            "TroubleTicketCreateEvent",
            "application/json",
            "{}",
            TimeProvider.System.GetUtcNow()
        );

    private async Task FillAsync(Partner hanging)
    {
        await using var fill = platform.Notifications.Database.CreateCommand(
            $"""
            insert into deliveries (id, version, subscription_id, owner, url, endpoint, event_type, content_type, body,
                                    status, attempts, failures, requested_at, due_at)
            select gen_random_uuid(), 1,
                   case when n % 1000 = 0 then '0190a000-0000-7000-8000-000000000007' else gen_random_uuid() end,
                   'complaints', '{hanging.Address}/listener/x', '{new Uri(hanging.Address).Host}', 'x',
                   'application/json', '{"{}"}',
                   case when n % 1000 = 0 then 'Failed' when n % 2 = 0 then 'Delivered' else 'Waiting' end, 0, 0,
                   now() - n * interval '1 second', now() - n * interval '1 second'
              from generate_series(1, 100000) n;
            analyze deliveries;
            """
        );
        fill.CommandTimeout = 120;
        await fill.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>Rows read in sequence: the table was empty before it was filled, so late counters add none.</summary>
    private async Task<(long RowsInSequence, long Indexed)> ScansAsync()
    {
        const string Scans = "from pg_stat_user_tables where relname = 'deliveries'";
        return (
            await platform.Notifications.ScalarAsync<long>($"select seq_tup_read {Scans}"),
            await platform.Notifications.ScalarAsync<long>($"select idx_scan {Scans}")
        );
    }
}
