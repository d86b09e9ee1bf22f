using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;

namespace Bench.Settlement;

/// <summary>
/// A month's settlement over the gateway (features.md V8: 1,000,000 charges over 100 providers in under 60 s, at most 1.5
/// times as long as the same sums in hand-written SQL in the same database).
/// </summary>
internal static class SettlementBenchmark
{
    public static async Task RunAsync(Results results, string folder, bool quick)
    {
        var (rounds, providers, charges) = quick ? (2, 100, 20_000) : (5, 100, 1_000_000);
        await using var stage = await Stage.SetAsync("--Seed=none");
        await using var database = await stage.DatabaseAsync("vas");
        using var gateway = new HttpClient { BaseAddress = stage.Address("gateway") };
        var month = new MonthToSettle(database, gateway, await stage.TokenAsync("finance"));
        await month.FillAsync(providers, charges);
        var hand = await MonthInHand.PrepareAsync(database, folder);
        await hand.SettleAsync(); // until the tables are in memory; not timed

        var measured = new List<Round>();
        for (var round = 1; round <= rounds; round++)
        {
            var theirs = await hand.SettleAsync();
            var ours = await month.SettleAsync();
            var total = await hand.SameSumsAsync();
            var statements = await month.CountAsync("select count(*) from statements");
            if (statements < providers)
            {
                throw new IOException($"{statements} statements for {providers} providers.");
            }

            Console.WriteLine(
                $"  round {round}: {ours.TotalSeconds:N2} s, in SQL {theirs.TotalSeconds:N2} s, {total:N2} yuan both"
            );
            measured.Add(new(ours.TotalSeconds, theirs.TotalSeconds, total));
            await month.ForgetAsync();
        }

        var (us, them) = (
            Statistics.Median(measured.Select(round => round.Seconds)),
            Statistics.Median(measured.Select(round => round.SqlSeconds))
        );
        results.Publish(
            [
                new(
                    $"a month's statements, {charges:N0} charges over {providers} providers",
                    $"{us:N2} s (the first, with JIT: {measured[0].Seconds:N2} s)",
                    "< 60 s, ≤ 1.5 × SQL",
                    $"the same sums in hand-written SQL: {them:N2} s",
                    $"{us / them:N2} ×"
                ),
            ],
            new
            {
                providers,
                charges,
                rounds = measured,
            }
        );
    }

    private sealed record Round(double Seconds, double SqlSeconds, decimal Total);
}
