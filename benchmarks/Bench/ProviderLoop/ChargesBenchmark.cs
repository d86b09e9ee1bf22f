using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Bench.ProviderLoop;

/// <summary>
/// Charges with the consent checked (features.md V5): a provider over the gateway to Vas, which decides and commits, and by
/// gRPC into Billing's books, until the answer says posted. Beside it the same rows and commits in hand-written SQL.
/// </summary>
internal static class ChargesBenchmark
{
    private static readonly Way OneByOne = new("one by one", AtOnce: 16, PerRequest: 1);
    private static readonly Way InBatches = new("in batches of 100", AtOnce: 8, PerRequest: 100);
    private static readonly int[] Services = [1, 3]; // the second begins with free days

    public static async Task RunAsync(Results results, bool quick)
    {
        var (rounds, customers, alone) = quick ? (1, 1_000, 200) : (3, 3_000, 200);
        await using var stage = await Stage.SetAsync($"--Seed={customers}");
        using var agent = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("agent"));
        using var partner = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("partner"));

        await stage.RestAsync(); // the seed is told of first

        // The seed's first 200 have services already.
        var subscribers = await Subscribers.SubscribeAsync(stage, agent, 201..(customers + 1), Services);
        await using var bySql = await ChargesInSql.PrepareAsync(stage);
        var each = subscribers.Chunk(subscribers.Count / (rounds + 1)).ToList();
        await RoundAsync(0); // until the JIT has done its work, and tables are in memory
        var measured = new List<(Rates OneByOne, Rates InBatches)>();
        for (var round = 1; round <= rounds; round++)
        {
            measured.Add(await RoundAsync(round));
        }

        results.Publish(
            [
                RowOf(OneByOne, measured.ConvertAll(it => it.OneByOne), "–"),
                RowOf(InBatches, measured.ConvertAll(it => it.InBatches), "≥ 500/s"),
            ],
            new
            {
                perRound = each[0].Length,
                oneByOne = measured.Select(it => it.OneByOne),
                inBatches = measured.Select(it => it.InBatches),
            }
        );

        async Task<(Rates, Rates)> RoundAsync(int round) =>
            (
                await MeasureAsync(round, OneByOne, each[round][..alone]),
                await MeasureAsync(round, InBatches, each[round][alone..])
            );

        async Task<Rates> MeasureAsync(int round, Way way, Subscriber[] them)
        {
            await stage.RestAsync();
            var sql = await bySql.ChargeAsync(them.Length, way.AtOnce, way.PerRequest);
            var ours = await ChargeAsync(partner, them, way);
            Console.WriteLine($"  round {round}, {way.Name}: {ours:N0} charges/s, in SQL {sql:N0}/s");
            return new(ours, sql);
        }
    }

    private static Row RowOf(Way way, List<Rates> rates, string goal)
    {
        var (rate, most) = (
            Statistics.Median(rates.ConvertAll(it => it.Ours)),
            Statistics.Median(rates.ConvertAll(it => it.Sql))
        );
        return new(
            $"charges with the consent checked, posted, {way.Name}, {way.AtOnce} requests at once",
            $"{rate:N0}/s",
            goal,
            $"the same rows in the same three commits by SQL, {way.AtOnce} at once: {most:N0}/s",
            $"{rate / most:P0}"
        );
    }

    /// <returns>Charges per second, each answered as posted.</returns>
    private static async Task<double> ChargeAsync(GatewayClient partner, Subscriber[] subscribers, Way way)
    {
        var waiting = new ConcurrentQueue<Subscriber[]>(subscribers.Chunk(way.PerRequest));
        var posted = 0;
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, way.AtOnce).Select(_ => LaneAsync()));
        var took = TimeProvider.System.GetElapsedTime(began);
        return posted == subscribers.Length
            ? posted / took.TotalSeconds
            : throw new IOException($"{posted} of {subscribers.Length} charges were posted at once.");

        async Task LaneAsync()
        {
            while (waiting.TryDequeue(out var some))
            {
                var charges = Array.ConvertAll(some, Request);
                var answer = await (
                    way.PerRequest == 1
                        ? partner.PostAsync("/api/vas/v1/charges", charges[0])
                        : partner.PostAsync("/api/vas/v1/chargeBatches", new { charges })
                );
                Interlocked.Add(
                    ref posted,
                    way.PerRequest > 1 ? answer.Body.GetProperty("posted").GetInt32()
                        : answer.Text("status") == "posted" ? 1
                        : 0
                );
            }
        }
    }

    private static object Request(Subscriber it) =>
        new
        {
            key = $"bench-{it.SubscriptionId}",
            serviceId = it.ServiceId,
            subscriptionId = it.SubscriptionId,
            amount = it.Price,
            occurredAt = TimeProvider.System.GetUtcNow(),
        };

    private sealed record Way(string Name, int AtOnce, int PerRequest);

    /// <summary>Charges per second.</summary>
    private sealed record Rates(double Ours, double Sql);
}
