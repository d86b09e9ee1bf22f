using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestrator;

using DcpExecutable = DcpObject<DcpExecutableSpec, DcpExecutableStatus>;

/// <summary>Starts and stops one instance; what becomes of the process is heard from dcp (<see cref="ExecutableWatch"/>).</summary>
internal sealed class ResourceStarter(
    DcpHost dcp,
    LaunchConfiguration launch,
    Dependencies dependencies,
    ResourceNotificationService notifications,
    ResourceLoggerService logs
)
{
    private const string Executables = "executables";

    internal async Task StartAsync(ResourceInstance instance, CancellationToken ct)
    {
        if (instance.TryEndWaiting(startNow: true))
        {
            return; // it was waiting for others, and a person wants it now
        }

        await instance.Gate.WaitAsync(ct);
        try
        {
            if (!IsRunning(instance) && await WaitForDependenciesAsync(instance, ct))
            {
                await LaunchAsync(instance, ct);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logs.Write(instance.Id, failure.Message, isError: true);
            Publish(instance, KnownResourceStates.FailedToStart);
            throw;
        }
        finally
        {
            instance.Gate.Release();
        }
    }

    /// <summary>SIGTERM, and SIGKILL to what is still there after dcp's 6 seconds.</summary>
    internal async Task StopAsync(ResourceInstance instance, CancellationToken ct)
    {
        if (instance.TryEndWaiting(startNow: false))
        {
            return;
        }

        await instance.Gate.WaitAsync(ct);
        try
        {
            if (IsRunning(instance))
            {
                instance.StopRequested = true;
                await dcp.Client.PatchAsync(Executables, instance.Id, new { spec = new { stop = true } }, ct);
                await notifications.WaitForResourceAsync(instance.Resource.Name, _ => !IsRunning(instance), ct);
            }
        }
        finally
        {
            instance.Gate.Release();
        }
    }

    private async Task<bool> WaitForDependenciesAsync(ResourceInstance instance, CancellationToken ct)
    {
        if (Dependencies.Of(instance.Resource).Count == 0)
        {
            return true;
        }

        Publish(instance, KnownResourceStates.Waiting);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var startNow = await instance.WaitAsync(dependencies.WaitAsync(instance, abandoned.Token));
        await abandoned.CancelAsync();
        if (!startNow)
        {
            Publish(instance, KnownResourceStates.NotStarted);
        }

        return startNow;
    }

    /// <summary>A dcp executable lives once, so a restart is a new one of the same name.</summary>
    private async Task LaunchAsync(ResourceInstance instance, CancellationToken ct)
    {
        instance.StopRequested = false;
        instance.Replaced = true;
        await dcp.Client.DeleteAsync(Executables, instance.Id, ct);
        while (await dcp.Client.FindAsync<DcpExecutable>(Executables, instance.Id, ct) is not null)
        {
            await Task.Delay(50, ct);
        }

        Publish(instance, KnownResourceStates.Starting);
        await dcp.Client.CreateAsync(Executables, await launch.CreateAsync(instance, ct), ct);
    }

    private bool IsRunning(ResourceInstance instance) =>
        notifications.TryGetCurrentState(instance.Id, out var current)
        && current.Snapshot.State?.Text is { } state
        && (
            state == KnownResourceStates.Starting
            || state == KnownResourceStates.Running
            || state == KnownResourceStates.Stopping
        );

    /// <summary>A new life: exit code, times and health of the last one are gone.</summary>
    private void Publish(ResourceInstance instance, string state) =>
        notifications.Publish(
            instance.Resource,
            instance.Id,
            snapshot =>
                snapshot with
                {
                    State = state,
                    ExitCode = null,
                    StartTimeStamp = null,
                    StopTimeStamp = null,
                    HealthReports =
                    [
                        .. instance
                            .Resource.Annotations.OfType<HealthCheckAnnotation>()
                            .Select(check => new HealthReportSnapshot(check.Key, null, null, null)),
                    ],
                }
        );
}
