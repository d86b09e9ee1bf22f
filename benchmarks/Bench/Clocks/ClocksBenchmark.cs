using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using RabbitMQ.Client;

namespace Bench.Clocks;

/// <summary>
/// Alarms of clocks (features.md C4), from when they are due to when a hearer on the broker has them: each once, at most
/// a second late, among many open cases, while the replica that fires and relays them is killed and started again.
/// </summary>
internal static class ClocksBenchmark
{
    /// <summary>Until the JIT has done its work; these alarms are counted, but not timed.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AwayFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>FireDueClocks rests so long when nothing is due.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(Results results, bool quick)
    {
        var (cases, window) = quick ? (10_000, TimeSpan.FromSeconds(10)) : (100_000, TimeSpan.FromSeconds(60));
        var alarms = (int)((WarmUp + window) / Every);
        await using var stage = await Stage.SetAsync();
        await using var database = await stage.DatabaseAsync("complaints");
        await OpenCases.LimitsAdoptedAsync(database);
        await stage.StopAsync("complaints"); // two of ours take its place
        await OpenCases.FillAsync(database, cases);

        await using var connection = await new ConnectionFactory
        {
            Uri = await stage.BrokerAsync(),
        }.CreateConnectionAsync();
        await using var tap = await OverdueTap.OpenAsync(connection);
        var settings = await SettingsAsync(stage);
        using var first = new Replica(settings);
        using var second = new Replica(settings);
        await first.StartAsync(); // alone, so that it is the one that relays
        await first.HealthyAsync();
        await second.StartAsync();
        await second.HealthyAsync();
        var roundTrips = await RoundTrip.MeasureAsync(connection, times: 1_000, bodyBytes: 1_000);

        var begins = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3);
        await OpenCases.LetMissAsync(database, alarms, begins, Every);
        await UntilAsync(begins + WarmUp + window / 2);
        first.Kill();
        var killed = TimeProvider.System.GetUtcNow();
        await UntilAsync(killed + AwayFor);
        await first.StartAsync();
        await UntilAsync(begins + WarmUp + window);
        await EveryOneAsync(tap, alarms);

        var heard = tap.Heard;
        var timed = heard.DistinctBy(h => h.MessageId).Where(h => h.Event.DueAt > begins + WarmUp).ToList();
        List<TimeSpan> late = [.. timed.Select(h => h.Lateness)];
        var perCase = heard.DistinctBy(h => h.MessageId).GroupBy(h => h.Event.ComplaintId).ToList();
        var (missing, twice) = (alarms - perCase.Count, perCase.Count(alarm => alarm.Count() > 1));
        var floor = Rest + Statistics.Percentile(roundTrips, 0.5);
        var max = late.Max();
        results.Publish(
            [
                new(
                    $"alarms lost or fired twice across a kill -9, {cases:N0} open cases",
                    $"{missing} lost, {twice} twice of {alarms:N0}",
                    "0, 0",
                    "–",
                    "–"
                ),
                new(
                    "alarm, from due to a hearer, the worst across a kill -9",
                    $"{max.TotalSeconds:0.00} s (p50 {Ms(late, 0.5)}, p99 {Ms(late, 0.99)})",
                    "≤ 1 s",
                    $"the sweep's rest and RabbitMQ's own round trip: {floor.TotalMilliseconds:N0} ms",
                    $"{max / floor:0.0} ×"
                ),
            ],
            new
            {
                cases,
                alarms,
                perSecond = TimeSpan.FromSeconds(1) / Every,
                timed = late.Count,
                missing,
                firedTwice = twice,
                copiesOfOneMessage = heard.Count - heard.DistinctBy(h => h.MessageId).Count(),
                latenessMs = Spread(late),
                latenessMsWithin2sOfTheKill = Spread([
                    .. timed
                        .Where(h => (h.Event.DueAt - killed).Duration() < TimeSpan.FromSeconds(2))
                        .Select(h => h.Lateness),
                ]),
                roundTripMs = Spread(roundTrips),
                restMs = Rest.TotalMilliseconds,
            }
        );
    }

    private static async Task<Dictionary<string, string>> SettingsAsync(Stage stage) =>
        new()
        {
            ["ConnectionStrings:database"] = await stage.ConnectionStringAsync("complaints-db"),
            ["ConnectionStrings:messaging"] = await stage.ConnectionStringAsync("messaging"),
            ["services:gateway:http:0"] = stage.Address("gateway").AbsoluteUri,
            ["services:billing:grpc:0"] = stage.Address("billing", "grpc").AbsoluteUri,
            ["Auth:ServiceSecret"] = "for-this-run-only", // no case of ours has an account to ask for
            ["Webhooks:Key"] = "for-this-run-only-for-this-run-only",
        };

    private static async Task UntilAsync(DateTimeOffset moment)
    {
        if (moment - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait);
        }
    }

    /// <summary>Or as many as come while we have patience; then two seconds more, for one that comes twice.</summary>
    private static async Task EveryOneAsync(OverdueTap tap, int alarms)
    {
        var began = Stopwatch.GetTimestamp();
        while (
            tap.Heard.DistinctBy(heard => heard.Event.ComplaintId).Count() < alarms
            && Stopwatch.GetElapsedTime(began) < Patience
        )
        {
            await Task.Delay(100);
        }

        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    private static string Ms(IReadOnlyCollection<TimeSpan> samples, double share) =>
        $"{Statistics.Percentile(samples, share).TotalMilliseconds:N0} ms";

    private static object Spread(IReadOnlyCollection<TimeSpan> samples) =>
        new
        {
            p50 = Statistics.Percentile(samples, 0.5).TotalMilliseconds,
            p99 = Statistics.Percentile(samples, 0.99).TotalMilliseconds,
            max = Statistics.Percentile(samples, 1).TotalMilliseconds,
        };
}
