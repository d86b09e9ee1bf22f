using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AppHost;

/// <summary>Waits until everything runs and is healthy, or has done its work; says at once what failed, and why.</summary>
internal sealed partial class Readiness(DistributedApplication app)
{
    private const int LastLines = 15;

    private readonly Dictionary<string, ResourceEvent> latest = [];
    private readonly HashSet<string> told = [];

    public async Task WaitAsync(CancellationToken ct)
    {
        var expected = app
            .Services.GetRequiredService<DistributedApplicationModel>()
            .Resources.Where(resource => resource is not ParameterResource)
            .Select(resource => resource.Name)
            .ToList();
        await foreach (var change in app.ResourceNotifications.WatchAsync(ct))
        {
            latest[change.ResourceId] = change;
            await TellAsync(change);
            var ready = latest.Values.ToLookup(e => e.Resource.Name, e => IsReady(e.Snapshot));
            if (expected.All(name => ready.Contains(name) && ready[name].All(isReady => isReady)))
            {
                return;
            }
        }
    }

    private static bool IsReady(CustomResourceSnapshot snapshot) =>
        snapshot.IsHidden || snapshot.HealthStatus == HealthStatus.Healthy || HasDoneItsWork(snapshot);

    private static bool HasDoneItsWork(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text == KnownResourceStates.Finished && snapshot.ExitCode == 0;

    private static bool HasFailed(CustomResourceSnapshot snapshot) =>
        KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text) && !HasDoneItsWork(snapshot);

    private async Task TellAsync(ResourceEvent change)
    {
        var (name, snapshot) = (change.Resource.Name, change.Snapshot);
        if (snapshot.IsHidden || change.Resource is ParameterResource)
        {
            return;
        }

        if (HasFailed(snapshot) && told.Add($"{change.ResourceId} {snapshot.State} {snapshot.StopTimeStamp}"))
        {
            var code = snapshot.ExitCode is { } exit ? $" with exit code {exit}" : "";
            await Console.Error.WriteLineAsync($"  ✗ {name}: {snapshot.State?.Text}{code}");
            await foreach (var line in LastLogLinesAsync(change.ResourceId))
            {
                await Console.Error.WriteLineAsync($"      {line}");
            }
        }
        else if (!Console.IsOutputRedirected && IsReady(snapshot) && told.Add(change.ResourceId))
        {
            Console.WriteLine($"  ✓ {name}{(HasDoneItsWork(snapshot) ? " (done)" : "")}");
        }
    }

    private async IAsyncEnumerable<string> LastLogLinesAsync(string resourceId)
    {
        var logs = app.Services.GetRequiredService<ResourceLoggerService>();
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(resourceId))
        {
            lines.AddRange(batch.Select(line => TimeOrColour().Replace(line.Content, "").TrimEnd()));
        }

        foreach (var line in lines.Where(line => line.Length > 0).TakeLast(LastLines))
        {
            yield return line;
        }
    }

    // "2026-11-21T19:14:17.541Z message", and the escape sequences that colour a console.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z ?|\e\[[\d;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TimeOrColour();
}
