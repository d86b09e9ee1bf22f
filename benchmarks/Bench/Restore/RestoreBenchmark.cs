using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RabbitMQ.Client;

namespace Bench.Restore;

/// <summary>
/// Restore after payment (features.md B11): from the cash desk's answer to <c>LineRestored</c> at a hearer on the broker,
/// 50 payments a second in open loop, with the switch well and with it hanging on one line in twenty.
/// </summary>
internal static class RestoreBenchmark
{
    private const double PerSecond = 50;
    private const int OneInHangs = 20;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(Results results, bool quick)
    {
        var window = TimeSpan.FromSeconds(quick ? 10 : 60);
        await using var stage = await Stage.SetAsync();
        await using var database = await stage.DatabaseAsync("billing");
        await using var connection = await new ConnectionFactory
        {
            Uri = await stage.BrokerAsync(),
        }.CreateConnectionAsync();
        await using var restored = await HeardOf.OpenAsync(
            connection,
            "Billing.Contracts.Events.V1:LineRestored",
            "lineId"
        );
        using var desk = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("clerk"));

        var (warm, perRun) = ((int)(PerSecond * WarmUp.TotalSeconds), (int)(PerSecond * window.TotalSeconds));
        var (well, hanging) = (1 + warm, 1 + warm + perRun);
        await SuspendedLines.FillAsync(database, from: 1, count: warm + (2 * perRun));
        var cold = await PayAsync(desk, restored, from: 1, WarmUp); // the JIT's work is part of it
        await stage.RestAsync();
        var floor = await BareEvent.MeasureAsync(
            desk,
            connection,
            Enumerable.Range(1, 200).Select(SuspendedLines.AccountId)
        );
        var first = await PayAsync(desk, restored, well, window);
        await stage.RestAsync();

        string[] hangs = [.. Enumerable.Range(hanging, perRun).Where(Hangs).Select(SuspendedLines.ServiceNumber)];
        await SwitchBehaviour.HangOnAsync(stage.Address("simulators"), hangs);
        var second = await PayAsync(desk, restored, hanging, window, leftOut: Hangs);

        var (p50, p99) = (Statistics.Percentile(floor, 0.5), Statistics.Percentile(floor, 0.99));
        results.Publish(
            [
                Row($"payment to LineRestored, {PerSecond:N0} payments/s", first, p50),
                Row("the same for the others while the switch hangs on 5 % of the lines", second, p50),
                Row($"the same in the first {WarmUp.TotalSeconds:N0} s after a start", cold, p50),
            ],
            new
            {
                perSecond = PerSecond,
                seconds = window.TotalSeconds,
                well = Spread(first),
                cold = Spread(cold),
                hangingOn5Percent = Spread(second),
                eventThroughOutboxAndBroker = new { p50 = p50.TotalMilliseconds, p99 = p99.TotalMilliseconds },
            }
        );
    }

    private static bool Hangs(int n) => n % OneInHangs == 0;

    /// <returns>From each payment's answer to its line's event; null for those that were not heard in time.</returns>
    private static async Task<List<TimeSpan?>> PayAsync(
        GatewayClient desk,
        HeardOf restored,
        int from,
        TimeSpan during,
        Func<int, bool>? leftOut = null
    )
    {
        var answered = new ConcurrentDictionary<int, long>();
        var next = from - 1;
        await Load.OpenAsync(
            PerSecond,
            during,
            async () =>
            {
                var n = Interlocked.Increment(ref next);
                await PayAsync(desk, n);
                answered[n] = Stopwatch.GetTimestamp();
            }
        );
        var counted = answered.Where(paid => leftOut?.Invoke(paid.Key) != true).ToList();
        var began = Stopwatch.GetTimestamp();
        while (
            counted.Exists(paid => restored.Of(SuspendedLines.LineId(paid.Key)) is null)
            && Stopwatch.GetElapsedTime(began) < Patience
        )
        {
            await Task.Delay(100);
        }

        return counted.ConvertAll(paid =>
            restored.Of(SuspendedLines.LineId(paid.Key)) is { } at
                ? Stopwatch.GetElapsedTime(paid.Value, Math.Max(at, paid.Value)) // some are back before the answer is
                : (TimeSpan?)null
        );
    }

    /// <summary>At the cash desk: what is owed on a line's only bill.</summary>
    private static Task<GatewayAnswer> PayAsync(GatewayClient desk, int n) =>
        desk.PostAsync(
            "/tmf-api/paymentManagement/v4/payment",
            new Dictionary<string, object>
            {
                ["correlatorId"] = $"bench-{n}",
                ["account"] = new { id = SuspendedLines.AccountId(n) },
                ["paymentMethod"] = new Dictionary<string, string> { ["@type"] = "cash" },
                ["totalAmount"] = new { unit = "CNY", value = SuspendedLines.Owed },
            }
        );

    private static Row Row(string name, List<TimeSpan?> samples, TimeSpan floor)
    {
        var heard = Heard(samples);
        var p99 = Statistics.Percentile(heard, 0.99);
        return new(
            name,
            $"p50 {Statistics.Percentile(heard, 0.5).TotalMilliseconds:N0} ms, p99 {p99.TotalMilliseconds:N0} ms, "
                + $"{samples.Count - heard.Count} of {samples.Count:N0} not back",
            "p99 < 5 s",
            $"a bare event through outbox and broker, asked to heard: p50 {floor.TotalMilliseconds:N0} ms",
            $"{p99 / floor:0.0} ×"
        );
    }

    private static List<TimeSpan> Heard(List<TimeSpan?> samples) => [.. samples.OfType<TimeSpan>()];

    private static object Spread(List<TimeSpan?> samples)
    {
        var heard = Heard(samples);
        return new
        {
            payments = samples.Count,
            notBack = samples.Count - heard.Count,
            p50 = Statistics.Percentile(heard, 0.5).TotalMilliseconds,
            p99 = Statistics.Percentile(heard, 0.99).TotalMilliseconds,
            max = Statistics.Percentile(heard, 1).TotalMilliseconds,
        };
    }
}
