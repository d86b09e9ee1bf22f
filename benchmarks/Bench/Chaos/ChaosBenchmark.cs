using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;

namespace Bench.Chaos;

/// <summary>
/// Chaos.Tests' own test of the whole loop to a provider, with 1,000 loops open at once: undisturbed, and while Vas, Billing,
/// Notifications and the broker are killed with signal 9. A loop that is lost, doubled or not complete fails it.
/// </summary>
internal static class ChaosBenchmark
{
    public static async Task RunAsync(Results results, bool quick)
    {
        var (loops, report) = (quick ? 50 : 1_000, Path.GetTempFileName());
        try
        {
            await Programs.RunAsync(
                "dotnet",
                [Built.Path("Chaos.Tests"), "-noColor", "-noLogo", "-class", "Chaos.Tests.LoopsKilled"],
                ("PROVIDER_LOOPS", $"{loops}"),
                ("PROVIDER_LOOPS_REPORT", report)
            );
            var figures = JsonSerializer.Deserialize<Figures>(
                await File.ReadAllTextAsync(report),
                JsonSerializerOptions.Web
            )!;
            results.Publish(Rows(figures), figures);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static List<Row> Rows(Figures it) =>
        [
            new(
                "loops lost, doubled or left incomplete over four kill -9",
                $"0 of {it.Loops:N0}",
                "0",
                $"undisturbed: 0 of {it.Loops:N0}",
                "–"
            ),
            new(
                "a loop, asked for to closed, all open at once, over four kill -9",
                $"p50 {it.Killed.P50:N1} s, p99 {it.Killed.P99:N1} s, {it.Loops / it.Killed.Seconds:N1} loops/s",
                "–",
                $"undisturbed: p50 {it.Calm.P50:N1} s, p99 {it.Calm.P99:N1} s, {it.Loops / it.Calm.Seconds:N1} loops/s",
                $"{it.Killed.Seconds / it.Calm.Seconds:0.00} ×"
            ),
        ];

    private sealed record Figures(int Loops, Round Calm, Round Killed);

    private sealed record Round(double Seconds, double P50, double P99);
}
