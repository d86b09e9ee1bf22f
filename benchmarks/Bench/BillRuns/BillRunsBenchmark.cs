using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.BillRuns;

/// <summary>
/// A bill run over the gateway (features.md B7: 1,000 posted bills a second on two cores), beside the same sums in
/// hand-written SQL in the same database. A month is billed once, so each round has a platform of its own.
/// </summary>
internal static class BillRunsBenchmark
{
    public static async Task RunAsync(Results results, string folder, bool quick, bool withPeers)
    {
        var (rounds, customers) = quick ? (1, 1_000) : (3, 20_000);
        var measured = new List<Round>();
        var heard = 0.0;
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
            if (round == rounds)
            {
                heard = customers / Stopwatch.GetElapsedTime(billed.Began, await stage.RestAsync()).TotalSeconds;
            }

            if (withPeers && !quick && round == rounds)
            {
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
                new(
                    "the same, until loyalty, notifications and billing itself have heard of every bill",
                    $"{heard:N0} bills/s",
                    "–",
                    $"posted: {ours:N0}/s",
                    $"{heard / ours:P0}"
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
                heardByAllPerSecond = heard,
                trytonPostedPerSecond = tryton,
            }
        );
    }

    private static async Task<(Billed Ours, double InSql, decimal Total)> BillAsync(Stage stage, string folder)
    {
        await using var database = await stage.DatabaseAsync("billing");
        using var ops = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("ops"));
        using var finance = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("finance"));
        var month = await MonthToBill.OfAsync(ops);
        await month.UseAsync(database);
        await MonthToBill.EndAsync(ops);
        await stage.RestAsync();

        var sql = await BillsInSql.PrepareAsync(database, folder);
        await sql.BillAsync(month.Period); // until its tables are in memory; not timed
        var inSql = await sql.BillAsync(month.Period);

        await stage.RestAsync();
        var ours = await month.BillAsync(finance);
        return (ours, inSql, await sql.SameSumsAsync(month.Period));
    }

    /// <summary>A platform's figures: the run by our clock and by its own, SQL, and what all bills come to in yuan.</summary>
    private sealed record Round(double PerSecond, decimal OwnPerSecond, double SqlPerSecond, decimal Total);
}
