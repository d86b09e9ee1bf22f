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
    public static async Task RunAsync(Results results, string folder, bool quick, bool withPeers)
    {
        var (rounds, customers) = quick ? (1, 6_000) : (3, 20_000);
        var measured = new List<Round>();
        double? tryton = null;
        for (var round = 1; round <= rounds; round++)
        {
            await using var stage = await Stage.SetAsync($"--Seed={customers}", "--SimulatedClock=true");
            var (billed, heard, inSql, total) = await BillAsync(stage, folder);
            if (billed.Bills != customers)
            {
                throw new IOException($"{billed.Bills} bills for {customers} customers.");
            }

            measured.Add(new(billed.PerSecond, billed.OwnPerSecond, heard, inSql, total));
            Console.WriteLine(
                $"  round {round}: {billed.PerSecond:N0}/s (the run itself says {billed.OwnPerSecond:N0}/s), "
                    + $"heard by all {heard:N0}/s, in SQL {inSql:N0}/s, {total:N2} yuan both"
            );
            if (withPeers && !quick && round == rounds)
            {
                tryton = await Tryton.PostAsync(stage, folder);
            }
        }

        var ours = Statistics.Median(measured.Select(round => round.PerSecond));
        var told = Statistics.Median(measured.Select(round => round.ToldPerSecond));
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
                    $"{told:N0} bills/s",
                    "–",
                    $"posted: {ours:N0}/s",
                    $"{told / ours:P0}"
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

    private static async Task<(Billed Ours, double Told, double InSql, decimal Total)> BillAsync(
        Stage stage,
        string folder
    )
    {
        await using var database = await stage.DatabaseAsync("billing");
        using var gateway = new HttpClient { BaseAddress = stage.Address("gateway") };
        var ops = await stage.TokenAsync("ops");
        var month = await MonthToBill.OfAsync(gateway, ops);
        await month.UseAsync(database);
        await month.EndAsync(ops);
        await stage.RestAsync();

        var sql = await BillsInSql.PrepareAsync(database, folder);
        await sql.BillAsync(month.Period); // until its tables are in memory; not timed
        var inSql = await sql.BillAsync(month.Period);

        await stage.RestAsync();
        var began = Stopwatch.GetTimestamp();
        var ours = await month.BillAsync(await stage.TokenAsync("finance"));
        var told = ours.Bills / Stopwatch.GetElapsedTime(began, await stage.RestAsync()).TotalSeconds;
        return (ours, told, inSql, await sql.SameSumsAsync(month.Period));
    }

    /// <summary>A platform's figures: the run by our clock, by its own and until all heard; SQL; the sum of all bills in yuan.</summary>
    private sealed record Round(
        double PerSecond,
        decimal OwnPerSecond,
        double ToldPerSecond,
        double SqlPerSecond,
        decimal Total
    );
}
