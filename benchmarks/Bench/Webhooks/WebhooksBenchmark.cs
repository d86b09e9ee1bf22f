using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Notifications.Contracts.Events.V1;
using Npgsql;
using NpgsqlTypes;

namespace Bench.Webhooks;

/// <summary>
/// Deliveries to partners (features.md N9): from a row in Vas's outbox over the broker to Notifications, kept, claimed,
/// signed, POSTed, answered and recorded, while one more endpoint hangs; beside it the same receivers hit by a bare client.
/// </summary>
internal static class WebhooksBenchmark
{
    private const int Endpoints = 16;

    /// <summary>Calls at once, in both: Notifications has 32 slots, two of which hang.</summary>
    private const int AtOnce = 30;

    /// <summary>Of deliveries that are timed one by one.</summary>
    private const int PerSecond = 100;

    private static readonly string Body = $$"""{"specversion":"1.0","data":"{{new string('x', 900)}}"}""";

    public static async Task RunAsync(Results results, bool quick)
    {
        Environment.SetEnvironmentVariable("Webhooks__AllowedNetworks__0", "127.3.0.0/16");
        var (rounds, deliveries) = quick ? (2, 3_000) : (5, 20_000);
        await using var receivers = await Receivers.StartAsync(Endpoints);
        await using var stage = await Stage.SetAsync("--Seed=none");
        await using var vas = await stage.DatabaseAsync("vas");
        await using var notifications = await stage.DatabaseAsync("notifications");

        await WantAsync(vas, [receivers.Hanging], 200);
        await MeasureAsync(vas, notifications, receivers, deliveries / 2); // until the JIT has done its work
        await BareAsync(receivers, deliveries / 2);
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await MeasureAsync(vas, notifications, receivers, deliveries));
            bare.Add(await BareAsync(receivers, deliveries));
            Console.WriteLine($"  round {round + 1}: durable deliveries {ours[^1]:N0}/s, bare client {bare[^1]:N0}/s");
        }

        receivers.Release();
        var (alone, beside) = await OthersAsync(vas, receivers, quick);
        var (rate, most) = (Statistics.Median(ours), Statistics.Median(bare));
        results.Publish(
            [
                new(
                    $"durable deliveries to {Endpoints} endpoints, one more hanging",
                    $"{rate:N0}/s",
                    "≥ 1,000/s",
                    $"the receivers alone, hit by a bare HttpClient: {most:N0}/s",
                    $"{rate / most:P0}"
                ),
                new(
                    $"one delivery, asked to received, {PerSecond}/s, while another endpoint hangs",
                    $"p50 {Ms(beside, 0.5)}, p99 {Ms(beside, 0.99)}",
                    "p99 moves by < 10 %",
                    $"the same while none hangs: p50 {Ms(alone, 0.5)}, p99 {Ms(alone, 0.99)}",
                    $"{Statistics.Percentile(beside, 0.99) / Statistics.Percentile(alone, 0.99) - 1:+0 %;-0 %;0 %}"
                ),
            ],
            new
            {
                deliveries,
                endpoints = Endpoints,
                bodyBytes = Body.Length,
                atOnce = AtOnce,
                durablePerSecond = ours,
                barePerSecond = bare,
                othersPerSecond = PerSecond,
                p99AloneMs = Statistics.Percentile(alone, 0.99).TotalMilliseconds,
                p99WhileOneHangsMs = Statistics.Percentile(beside, 0.99).TotalMilliseconds,
            }
        );
    }

    /// <summary>
    /// N9: what the others feel of an endpoint that hangs with a backlog of 200. Open loop, far below the most; quiet and
    /// hanging stretches take turns.
    /// </summary>
    private static async Task<(IReadOnlyCollection<TimeSpan> Alone, IReadOnlyCollection<TimeSpan> Beside)> OthersAsync(
        NpgsqlDataSource vas,
        Receivers receivers,
        bool quick
    )
    {
        var (rounds, during) = quick ? (1, TimeSpan.FromSeconds(5)) : (3, TimeSpan.FromSeconds(10));
        await DeliverAsync(vas, receivers, TimeSpan.FromSeconds(5)); // from a burst to a trickle
        var (alone, beside) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            alone.AddRange(await DeliverAsync(vas, receivers, during));
            receivers.Hang();
            await WantAsync(vas, [receivers.Hanging], 200);
            while (receivers.Stuck < 2)
            {
                await Task.Delay(20);
            }

            beside.AddRange(await DeliverAsync(vas, receivers, during));
            receivers.Release();
            Console.WriteLine(
                $"  round {round + 1}: p99 {Ms(alone, 0.99)} while none hangs, {Ms(beside, 0.99)} while one does"
            );
        }

        return (alone, beside);
    }

    private static async Task<IReadOnlyCollection<TimeSpan>> DeliverAsync(
        NpgsqlDataSource vas,
        Receivers receivers,
        TimeSpan during
    )
    {
        var n = 0;
        var measured = await Load.OpenAsync(
            PerSecond,
            during,
            async () =>
            {
                var id = Guid.CreateVersion7();
                var received = receivers.ReceivedAsync(id);
                await WantAsync(vas, [receivers.Quick[Interlocked.Increment(ref n) % Endpoints]], 1, id);
                await received;
            }
        );
        return measured.Latencies;
    }

    private static string Ms(IReadOnlyCollection<TimeSpan> samples, double share) =>
        $"{Statistics.Percentile(samples, share).TotalMilliseconds:N0} ms";

    /// <returns>Deliveries per second, from the commit of the requests to the last one recorded as delivered.</returns>
    private static async Task<double> MeasureAsync(
        NpgsqlDataSource vas,
        NpgsqlDataSource notifications,
        Receivers receivers,
        int deliveries
    )
    {
        var before = await DeliveredAsync(notifications);
        await WantAsync(vas, receivers.Quick, deliveries);
        var began = TimeProvider.System.GetTimestamp();
        while (await DeliveredAsync(notifications) < before + deliveries)
        {
            await Task.Delay(50);
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(5))
            {
                throw new TimeoutException("Not every delivery was recorded within five minutes.");
            }
        }

        return deliveries / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> BareAsync(Receivers receivers, int deliveries)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        var began = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, deliveries),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (n, ct) =>
            {
                using var content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(new Uri(receivers.Quick[n % Endpoints]), content, ct);
                answer.EnsureSuccessStatusCode();
            }
        );
        return deliveries / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>As owners ask: rows of an outbox, in one transaction.</summary>
    private static async Task WantAsync(
        NpgsqlDataSource vas,
        IReadOnlyList<string> urls,
        int deliveries,
        Guid? only = null
    )
    {
        await using var rows = vas.CreateCommand(
            """
            insert into outbox (message_id, event_type, body, aggregate_id, aggregate_version, traceparent, recorded_at)
            select gen_random_uuid(), $1, jsonb_build_object(
                     'DeliveryId', coalesce($5, gen_random_uuid()), 'SubscriptionId', gen_random_uuid(), 'Owner', 'vas',
                     'Url', ($3::text[])[1 + n % cardinality($3::text[])], 'EventType', 'settlement.issued',
                     'ContentType', 'application/cloudevents+json', 'Body', $4::text, 'RequestedAt', now(),
                     'PartnerId', gen_random_uuid(), 'SigningGeneration', '2 1'
                   ), gen_random_uuid(), 1,
                   '00-' || md5(n::text) || '-' || left(md5(n::text), 16) || '-00', now()
              from generate_series(1, $2) n
             order by n
            """
        );
        rows.Parameters.Add(new() { Value = typeof(DeliveryRequested).FullName! });
        rows.Parameters.Add(new() { Value = deliveries });
        rows.Parameters.Add(new() { Value = urls.ToArray() });
        rows.Parameters.Add(new() { Value = Body });
        rows.Parameters.Add(new() { Value = only ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await rows.ExecuteNonQueryAsync();
    }

    private static async Task<long> DeliveredAsync(NpgsqlDataSource notifications)
    {
        await using var count = notifications.CreateCommand(
            "select count(*) from deliveries where status = 'Delivered'"
        );
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
