using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.Intake;

/// <summary>
/// POST of a trouble ticket with everything running: authenticated, its account asked of Billing, case, history and event
/// in one commit, relayed, heard by Notifications. The account has no phone, so no SMS is sent: the gateway's simulator
/// would otherwise work off its queue while the others are measured.
/// </summary>
internal static class IntakeBenchmark
{
    private static readonly int[] Connections = [1, 8, 32];

    public static async Task RunAsync(Results results, string folder, bool quick, bool withPeers)
    {
        var (rounds, during) = quick ? (2, TimeSpan.FromSeconds(3)) : (3, TimeSpan.FromSeconds(8));
        await using var stage = await Stage.SetAsync();
        var token = await stage.TokenAsync("agent");
        await TakePhoneAwayAsync(stage.Address("gateway"), token);
        var pgbench = await PgBench.PrepareAsync(stage, folder);
        using var hop = await BareHop.StartAsync(stage.Address("complaints"));
        using var gateway = new TicketClient(stage.Address("gateway"), token);
        using var service = new TicketClient(stage.Address("complaints"), token);
        using var bare = new TicketClient(hop.Address, token);
        var ours = new[] { ("gateway", gateway), ("service", service), ("bare YARP", bare) };
        foreach (var (_, client) in ours)
        {
            await Load.ClosedAsync(Connections[^1], TimeSpan.FromSeconds(quick ? 5 : 15), client.PostAsync); // for the JIT
        }

        using var tracker = withPeers ? await RequestTracker.StartAsync(stage, folder) : null;
        var measured = new List<(string Who, int Connections, Measured What)>();
        foreach (var connections in Enumerable.Repeat(Connections, rounds).SelectMany(c => c))
        {
            foreach (var (who, client) in ours)
            {
                await QuietAsync(stage);
                var what = await Load.ClosedAsync(connections, during, client.PostAsync);
                measured.Add((who, connections, what));
            }

            await QuietAsync(stage);
            measured.Add(("pgbench", connections, new(await pgbench.MeasureAsync(connections, during), [])));
            Console.WriteLine(
                $"  {connections, 2} connections: {string.Join(", ", measured.TakeLast(4).Select(m => $"{m.Who} {m.What.PerSecond:N0}/s"))}"
            );
        }

        if (tracker is not null)
        {
            await Load.ClosedAsync(2, during, tracker.CreateAsync); // its workers compile their pages first
            for (var round = 0; round < rounds; round++)
            {
                await QuietAsync(stage);
                measured.Add(("Request Tracker", 2, await Load.ClosedAsync(2, during, tracker.CreateAsync)));
                await QuietAsync(stage);
                measured.Add(("gateway", 2, await Load.ClosedAsync(2, during, gateway.PostAsync)));
            }
        }

        double Rate(string who, int connections) =>
            Statistics.Median(
                measured.Where(m => m.Who == who && m.Connections == connections).Select(m => m.What.PerSecond)
            );
        List<TimeSpan> Samples(string who, int connections) =>
            [.. measured.Where(m => m.Who == who && m.Connections == connections).SelectMany(m => m.What.Latencies)];

        var most = Connections.Max(c => Rate("gateway", c));
        await QuietAsync(stage);
        var half = await Load.OpenAsync(most / 2, during * 2, gateway.PostAsync);
        var p99 = Statistics.Percentile(half.Latencies, 0.99);
        results.Publish(
            [
                .. Connections.Select(c => new Row(
                    $"POST troubleTicket, {c} connection{(c == 1 ? "" : "s")}",
                    $"{Rate("gateway", c):N0}/s, p50 {Ms(Samples("gateway", c), 0.5)}, p99 {Ms(Samples("gateway", c), 0.99)}",
                    "≥ 50 % of pgbench",
                    $"pgbench writing the same rows: {Rate("pgbench", c):N0}/s; without the gateway: {Rate("service", c):N0}/s",
                    $"{Rate("gateway", c) / Rate("pgbench", c):P0}"
                )),
                .. Connections
                    .Skip(1)
                    .Select(c => new Row(
                        $"the gateway's hop, {c} connections",
                        $"{Rate("gateway", c):N0}/s",
                        "≥ 70 % of a bare YARP hop",
                        $"bare YARP in front of the same service: {Rate("bare YARP", c):N0}/s",
                        $"{Rate("gateway", c) / Rate("bare YARP", c):P0}"
                    )),
                new(
                    "p99 at half the maximum rate, open loop",
                    $"{p99.TotalMilliseconds:N1} ms",
                    "< 50 ms",
                    $"at {half.PerSecond:N0}/s",
                    "–"
                ),
                .. tracker is null
                    ? Array.Empty<Row>()
                    :
                    [
                        new(
                            "POST troubleTicket, beside Request Tracker 5",
                            $"{Rate("gateway", 2):N0}/s on 2 connections",
                            "≥ 40 ×",
                            $"Request Tracker 5, two workers: {Rate("Request Tracker", 2):N1}/s",
                            $"{Rate("gateway", 2) / Rate("Request Tracker", 2):N0} ×"
                        ),
                    ],
            ],
            new
            {
                seconds = during.TotalSeconds,
                rounds = measured.Select(m => new
                {
                    m.Who,
                    m.Connections,
                    PerSecond = Math.Round(m.What.PerSecond, 1),
                }),
                halfRateP50Ms = Statistics.Percentile(half.Latencies, 0.5).TotalMilliseconds,
                halfRateP99Ms = p99.TotalMilliseconds,
            }
        );
    }

    private static string Ms(List<TimeSpan> samples, double share) =>
        $"{Statistics.Percentile(samples, share).TotalMilliseconds:N1} ms";

    private static async Task TakePhoneAwayAsync(Uri gateway, string token)
    {
        using var http = new HttpClient { BaseAddress = gateway };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.PutAsJsonAsync(
            $"/api/billing/v1/accounts/{TicketClient.Account}/contact",
            new { language = "zh" }
        );
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What one contender caused must not slow the next one down: events are relayed and heard first.</summary>
    private static async Task QuietAsync(Stage stage)
    {
        await using var complaints = await stage.DatabaseAsync("complaints");
        await using var notifications = await stage.DatabaseAsync("notifications");
        await using var taken = complaints.CreateCommand("select count(*) from complaints");
        await using var unsaid = complaints.CreateCommand("select count(*) from outbox");
        await using var heard = notifications.CreateCommand("select count(*) from messages");
        var began = Stopwatch.GetTimestamp();
        while (await CountAsync(unsaid) > 0 || await CountAsync(heard) < await CountAsync(taken))
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
            {
                throw new TimeoutException("The platform does not come to rest.");
            }

            await Task.Delay(100);
        }
    }

    private static async Task<long> CountAsync(NpgsqlCommand command) => (long)(await command.ExecuteScalarAsync())!;
}
