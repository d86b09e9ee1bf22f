using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Bench;

/// <summary>What came of a stretch of load.</summary>
internal sealed record Measured(double PerSecond, IReadOnlyCollection<TimeSpan> Latencies);

/// <summary>The load generator. One request is whatever the caller does; it throws when the answer is not what it wants.</summary>
internal static class Load
{
    /// <summary>Closed loop: each connection asks again as soon as it is answered.</summary>
    public static async Task<Measured> ClosedAsync(int connections, TimeSpan during, Func<Task> request)
    {
        var began = Stopwatch.GetTimestamp();
        var lanes = await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    var latencies = new List<TimeSpan>();
                    while (Stopwatch.GetElapsedTime(began) < during)
                    {
                        var asked = Stopwatch.GetTimestamp();
                        await request();
                        latencies.Add(Stopwatch.GetElapsedTime(asked));
                    }

                    return latencies;
                })
        );
        var took = Stopwatch.GetElapsedTime(began);
        List<TimeSpan> all = [.. lanes.SelectMany(lane => lane)];
        return new(all.Count / took.TotalSeconds, all);
    }

    /// <summary>
    /// Open loop: requests start by the clock, whether or not earlier ones are answered, and their time counts from when
    /// they were due, so that a stall shows in all who would have come meanwhile.
    /// </summary>
    public static async Task<Measured> OpenAsync(double perSecond, TimeSpan during, Func<Task> request)
    {
        var latencies = new ConcurrentBag<TimeSpan>();
        var open = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        var total = (int)(perSecond * during.TotalSeconds);
        while (open.Count < total)
        {
            var now = Stopwatch.GetElapsedTime(began);
            for (var due = TimeSpan.FromSeconds(open.Count / perSecond); due <= now && open.Count < total; )
            {
                open.Add(AskAsync(due));
                due = TimeSpan.FromSeconds(open.Count / perSecond);
            }

            await Task.Delay(1);
        }

        await Task.WhenAll(open);
        return new(total / Stopwatch.GetElapsedTime(began).TotalSeconds, latencies);

        async Task AskAsync(TimeSpan due)
        {
            await request();
            latencies.Add(Stopwatch.GetElapsedTime(began) - due);
        }
    }
}

/// <summary>A program that runs beside the benchmark and ends with it.</summary>
internal static class Programs
{
    /// <summary>What it printed; its failure is ours.</summary>
    public static async Task<string> RunAsync(
        string program,
        IEnumerable<string> args,
        params (string, string)[] environment
    )
    {
        using var process = Start(program, args, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new IOException($"{program} ended with {process.ExitCode}: {await output}{errors}");
    }

    public static Process Start(string program, IEnumerable<string> args, params (string, string)[] environment)
    {
        var start = new ProcessStartInfo(program, args)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
