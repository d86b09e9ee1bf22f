using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.Rating;

/// <summary>
/// Rating in process (features.md B5), and usage from an upload of 10,000 records to its commit, rated (B4), in the running
/// Billing service; beside it a bare COPY of the same rows, in turns.
/// </summary>
internal static class RatingBenchmark
{
    /// <summary>One upload at a time, and two that overlap: one reads while the other is in the database.</summary>
    private static readonly int[] Connections = [1, 2];

    public static async Task RunAsync(Results results, bool quick)
    {
        var (rounds, batches, during) = quick ? (3, 4, TimeSpan.FromSeconds(1)) : (5, 10, TimeSpan.FromSeconds(3));
        _ = InProcess.Measure(1, during); // until the JIT has done its work
        var one = Repeat(rounds, () => InProcess.Measure(1, during));
        var two = Repeat(rounds, () => InProcess.Measure(2, during));

        await using var stage = await Stage.SetAsync();
        await using var database = await stage.DatabaseAsync("billing");
        using var uploads = new UsageBatches(stage.Address("billing"), await stage.TokenAsync("clerk"));
        await UsageBatches.PrepareCopyAsync(database);
        var random = new Random(7);
        _ = await StoreAsync(uploads, random, batches, Connections[^1]); // until the JIT has done its work

        var (stored, copied) = (Connections.ToDictionary(c => c, _ => new List<double>()), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var connections in Connections)
            {
                stored[connections].Add(await StoreAsync(uploads, random, batches, connections));
            }

            copied.Add(await CopyAsync(database, random, batches));
            Console.WriteLine(
                $"  round {round + 1}: stored {string.Join(", ", Connections.Select(c => $"{stored[c][^1]:N0}/s"))}, copy {copied[^1]:N0}/s"
            );
        }

        var (perCore, both, limit) = (Statistics.Median(one), Statistics.Median(two), Statistics.Median(copied));
        results.Publish(
            [
                new("rating in process, one thread", $"{perCore:N0} records/s", "≥ 100,000/s per core", "–", "–"),
                new(
                    "rating in process, two threads",
                    $"{both:N0} records/s",
                    "≥ 100,000/s per core",
                    $"twice one thread: {2 * perCore:N0}/s",
                    $"{both / (2 * perCore):P0}"
                ),
                .. Connections.Select(connections =>
                {
                    var rate = Statistics.Median(stored[connections]);
                    return new Row(
                        $"usage stored and rated, batches of {UsageBatches.Records:N0}, {connections} at a time",
                        $"{rate:N0} records/s",
                        "≥ 10,000/s durable",
                        $"a bare COPY of the same rows: {limit:N0}/s",
                        $"{rate / limit:P0}"
                    );
                }),
            ],
            new
            {
                recordsPerBatch = UsageBatches.Records,
                batchesPerRound = batches,
                inProcessPerSecond = new { one, two },
                storedPerSecond = stored.ToDictionary(s => $"{s.Key} at a time", s => s.Value),
                copiedPerSecond = copied,
            }
        );
    }

    /// <returns>Records per second from the first request to the last commit.</returns>
    private static async Task<double> StoreAsync(UsageBatches uploads, Random random, int batches, int connections)
    {
        var bodies = new Queue<byte[]>(
            Enumerable.Range(0, batches).Select(_ => UsageBatches.Body(UsageBatches.Make(random)))
        );
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    while (Next() is { } body)
                    {
                        await uploads.SendAsync(body);
                    }
                })
        );
        return batches * UsageBatches.Records / Stopwatch.GetElapsedTime(began).TotalSeconds;

        byte[]? Next()
        {
            lock (bodies)
            {
                return bodies.TryDequeue(out var body) ? body : null;
            }
        }
    }

    private static async Task<double> CopyAsync(NpgsqlDataSource database, Random random, int batches)
    {
        var rows = Enumerable.Range(0, batches).Select(_ => UsageBatches.Make(random)).ToList();
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in rows)
        {
            await UsageBatches.CopyAsync(database, batch);
        }

        return batches * UsageBatches.Records / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static List<double> Repeat(int times, Func<double> measure) =>
        [.. Enumerable.Range(0, times).Select(_ => measure())];
}
