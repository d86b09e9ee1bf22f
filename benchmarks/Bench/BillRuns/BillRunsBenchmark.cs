using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.BillRuns;

/// <summary>
/// A bill run over the gateway (features.md B7: 1,000 posted bills a second on two cores), beside the same sums in
/// hand-written SQL in the same database. A month is billed once, so each round has a platform of its own.
/// </summary>
internal static class BillRunsBenchmark
{
    private static readonly string[] Services = ["billing", "complaints", "loyalty", "notifications", "vas"];
    private static readonly TimeSpan RestAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestsWithin = TimeSpan.FromMinutes(15);

    public static async Task RunAsync(Results results, string folder, bool quick, bool withPeers)
    {
        var (rounds, customers) = quick ? (1, 1_000) : (3, 20_000);
        var measured = new List<Round>();
        double? tryton = null;
        for (var round = 1; round <= rounds; round++)
        {
            await using var stage = await Stage.SetAsync($"--Seed={customers}", "--SimulatedClock=true");
            var (billed, inSql, total) = await BillAsync(stage, folder);
            if (billed.Bills != customers)
            {
                throw new IOException($"{billed.Bills} bills for {customers} customers.");
            }

            measured.Add(new(billed.PerSecond, billed.OwnPerSecond, inSql, total));
            Console.WriteLine(
                $"  round {round}: {billed.PerSecond:N0}/s (the run itself says {billed.OwnPerSecond:N0}/s), "
                    + $"in SQL {inSql:N0}/s, {total:N2} yuan both"
            );
            if (withPeers && !quick && round == rounds)
            {
                await RestAsync(stage);
                tryton = await Tryton.PostAsync(stage, folder);
            }
        }

        var ours = Statistics.Median(measured.Select(round => round.PerSecond));
        var sql = Statistics.Median(measured.Select(round => round.SqlPerSecond));
        results.Publish(
            [
                new(
                    $"posted bills/s, {customers:N0} accounts",
                    $"{ours:N0} bills/s",
                    "≥ 1,000/s",
                    $"the same sums in hand-written SQL: {sql:N0}/s",
                    $"{ours / sql:P0}"
                ),
                .. tryton is { } theirs
                    ?
                    [
                        new Row(
                            "posted bills/s, beside Tryton 6",
                            $"{ours:N0} bills/s",
                            "≥ 1,000/s",
                            $"Tryton 6 posting: {theirs:N1}/s",
                            $"{ours / theirs:N0} ×"
                        ),
                    ]
                    : Array.Empty<Row>(),
            ],
            new
            {
                customers,
                rounds = measured,
                trytonPostedPerSecond = tryton,
            }
        );
    }

    private static async Task<(Billed Ours, double InSql, decimal Total)> BillAsync(Stage stage, string folder)
    {
        await using var database = await stage.DatabaseAsync("billing");
        using var gateway = new HttpClient { BaseAddress = stage.Address("gateway") };
        var ops = await stage.TokenAsync("ops");
        var month = await MonthToBill.OfAsync(gateway, ops);
        await month.UseAsync(database);
        await month.EndAsync(ops);
        await RestAsync(stage);

        var sql = await BillsInSql.PrepareAsync(database, folder);
        await sql.BillAsync(month.Period); // until its tables are in memory; not timed
        var inSql = await sql.BillAsync(month.Period);

        await RestAsync(stage);
        var ours = await month.BillAsync(await stage.TokenAsync("finance"));
        return (ours, inSql, await sql.SameSumsAsync(month.Period));
    }

    /// <summary>Nothing waits to be told and nobody hears anything any more: the seed's contacts, or a round's bills.</summary>
    private static async Task RestAsync(Stage stage)
    {
        var began = Stopwatch.GetTimestamp();
        var (heard, since) = (-1L, began);
        while (Stopwatch.GetElapsedTime(since) < RestAfter)
        {
            if (Stopwatch.GetElapsedTime(began) > RestsWithin)
            {
                throw new TimeoutException("The platform does not come to rest.");
            }

            await Task.Delay(500);
            var (waiting, now) = (0L, 0L);
            foreach (var service in Services)
            {
                await using var database = await stage.DatabaseAsync(service);
                waiting += await CountAsync(database, "select count(*) from outbox");
                now += await CountAsync(database, "select count(*) from inbox");
            }

            if (waiting > 0 || now != heard)
            {
                (heard, since) = (now, Stopwatch.GetTimestamp());
            }
        }
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A platform's figures: the run by our clock and by its own, SQL, and what all bills come to in yuan.</summary>
    private sealed record Round(double PerSecond, decimal OwnPerSecond, double SqlPerSecond, decimal Total);
}
