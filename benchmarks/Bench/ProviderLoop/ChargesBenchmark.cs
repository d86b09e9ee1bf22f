using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
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
    private const int AtOnce = 16;
    private static readonly int[] Services = [1, 3]; // the second begins with free days

    public static async Task RunAsync(Results results, bool quick)
    {
        var (rounds, customers) = quick ? (1, 500) : (3, 4_000);
        await using var stage = await Stage.SetAsync($"--Seed={customers}");
        using var agent = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("agent"));
        using var partner = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("partner"));

        // The seed's first 200 have services already.
        var subscribers = await Subscribers.SubscribeAsync(stage, agent, 201..(customers + 1), Services);
        await stage.RestAsync();
        var perRound = subscribers.Count / (rounds + 1);
        await ChargeAsync(partner, subscribers.Take(perRound)); // until the JIT has done its work
        var (ours, sql) = (new List<double>(), new List<double>());
        await using var bySql = await ChargesInSql.PrepareAsync(stage);
        await bySql.ChargeAsync(perRound, AtOnce); // until its tables are in memory
        for (var round = 1; round <= rounds; round++)
        {
            await stage.RestAsync();
            sql.Add(await bySql.ChargeAsync(perRound, AtOnce));
            ours.Add(await ChargeAsync(partner, subscribers.Skip(round * perRound).Take(perRound)));
            Console.WriteLine($"  round {round}: {ours[^1]:N0} charges/s, in SQL {sql[^1]:N0}/s");
        }

        var (rate, most) = (Statistics.Median(ours), Statistics.Median(sql));
        results.Publish(
            [
                new(
                    $"charges with the consent checked, posted, {AtOnce} at once",
                    $"{rate:N0}/s",
                    "≥ 500/s",
                    $"the same rows in the same three commits by SQL, {AtOnce} at once: {most:N0}/s",
                    $"{rate / most:P0}"
                ),
            ],
            new
            {
                perRound,
                atOnce = AtOnce,
                chargesPerSecond = ours,
                sqlPerSecond = sql,
            }
        );
    }

    /// <returns>Charges per second, each answered as posted.</returns>
    private static async Task<double> ChargeAsync(GatewayClient partner, IEnumerable<Subscriber> subscribers)
    {
        var waiting = new ConcurrentQueue<Subscriber>(subscribers);
        var (count, pending) = (waiting.Count, 0);
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => LaneAsync()));
        var took = TimeProvider.System.GetElapsedTime(began);
        return pending == 0
            ? count / took.TotalSeconds
            : throw new System.IO.IOException($"{pending} of {count} charges were not posted at once.");

        async Task LaneAsync()
        {
            while (waiting.TryDequeue(out var it))
            {
                var charge = await partner.PostAsync(
                    "/api/vas/v1/charges",
                    new
                    {
                        key = $"bench-{it.SubscriptionId}",
                        serviceId = it.ServiceId,
                        subscriptionId = it.SubscriptionId,
                        amount = it.Price,
                        occurredAt = TimeProvider.System.GetUtcNow(),
                    }
                );
                if (charge.Text("status") != "posted")
                {
                    Interlocked.Increment(ref pending);
                }
            }
        }
    }
}
