using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestrator;

/// <summary>The start order: WaitFor and WaitForCompletion.</summary>
internal sealed class Dependencies(
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    DistributedApplicationOptions options
)
{
    internal static IReadOnlyList<WaitAnnotation> Of(IResource resource) =>
        [.. resource.Annotations.OfType<WaitAnnotation>()];

    internal Task WaitAsync(ResourceInstance instance, CancellationToken ct) =>
        Task.WhenAll(Of(instance.Resource).Select(wait => WaitAsync(instance, wait, ct)));

    private Task WaitAsync(ResourceInstance instance, WaitAnnotation wait, CancellationToken ct) =>
        wait.WaitType switch
        {
            WaitType.WaitForCompletion => CompletedAsync(instance, wait, ct),
            _ => HealthyAsync(instance, wait.Resource, ct),
        };

    /// <summary>
    /// A dependency that has failed may be restarted from the dashboard, so we keep waiting; without a dashboard
    /// nobody could, so that is an error.
    /// </summary>
    private async Task HealthyAsync(ResourceInstance instance, IResource dependency, CancellationToken ct)
    {
        logs.Write(instance.Id, $"Waiting for '{dependency.Name}' to be healthy.");
        await notifications.WaitForResourceAsync(
            dependency.Name,
            _ =>
            {
                var snapshots = Snapshots(dependency);
                return options.DisableDashboard && snapshots.FirstOrDefault(s => s.IsTerminal) is { } ended
                    ? throw Failed(dependency, ended, "be healthy")
                    : snapshots.All(snapshot => snapshot.HealthStatus == HealthStatus.Healthy);
            },
            ct
        );
    }

    private async Task CompletedAsync(ResourceInstance instance, WaitAnnotation wait, CancellationToken ct)
    {
        logs.Write(instance.Id, $"Waiting for '{wait.Resource.Name}' to complete.");
        await notifications.WaitForResourceAsync(
            wait.Resource.Name,
            _ => Snapshots(wait.Resource).All(snapshot => snapshot.IsTerminal),
            ct
        );
        if (Snapshots(wait.Resource).FirstOrDefault(snapshot => snapshot.ExitCode != wait.ExitCode) is { } failed)
        {
            throw Failed(wait.Resource, failed, $"complete with exit code {wait.ExitCode}");
        }
    }

    private IEnumerable<CustomResourceSnapshot> Snapshots(IResource dependency) =>
        notifications.Instances(dependency).Select(instance => instance.Snapshot);

    private static DistributedApplicationException Failed(
        IResource dependency,
        CustomResourceSnapshot was,
        string hope
    ) =>
        new(
            $"It was to start once '{dependency.Name}' would {hope}, but that is {was.State?.Text}"
                + (was.ExitCode is { } code ? $" with exit code {code}." : ".")
        );
}
