using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Asks each resource's health checks while it runs: often until it is healthy, then every few seconds.</summary>
internal sealed class HealthMonitor(ResourceNotificationService notifications)
{
    private static readonly TimeSpan UntilHealthy = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan OnceHealthy = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    internal async Task RunAsync(IResource resource, CancellationToken ct)
    {
        var checks = resource.Annotations.OfType<HealthCheckAnnotation>().ToList();
        while (checks.Count > 0)
        {
            await notifications.WaitForResourceAsync(resource.Name, KnownResourceStates.Running, ct);
            var reports = await Task.WhenAll(checks.Select(check => AskAsync(check, ct)));
            foreach (var instance in notifications.Instances(resource))
            {
                notifications.Publish(resource, instance.ResourceId, snapshot => Report(snapshot, reports));
            }

            var healthy = reports.All(report => report.Status == HealthStatus.Healthy);
            await Task.Delay(healthy ? OnceHealthy : UntilHealthy, ct);
        }
    }

    private static CustomResourceSnapshot Report(CustomResourceSnapshot snapshot, HealthReportSnapshot[] reports) =>
        snapshot.State?.Text == KnownResourceStates.Running
            ? snapshot with
            {
                HealthReports = ImmutableArray.Create(reports),
            }
            : snapshot;

    private static async Task<HealthReportSnapshot> AskAsync(HealthCheckAnnotation check, CancellationToken ct)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(ct);
        within.CancelAfter(AnswerWithin);
        try
        {
            var result = await check.Check(within.Token);
            return Made(new HealthReportSnapshot(check.Key, result.Status, result.Description, null));
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            return Made(
                new HealthReportSnapshot(check.Key, HealthStatus.Unhealthy, failure.Message, failure.ToString())
            );
        }
    }

    private static HealthReportSnapshot Made(HealthReportSnapshot report) =>
        report with
        {
            LastRunAt = TimeProvider.System.GetUtcNow().UtcDateTime,
        };
}
