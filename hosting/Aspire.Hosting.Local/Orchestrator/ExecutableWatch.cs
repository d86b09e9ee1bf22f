using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestrator;

using DcpExecutable = DcpObject<DcpExecutableSpec, DcpExecutableStatus>;

/// <summary>What dcp says of each process becomes its resource's snapshot.</summary>
internal sealed class ExecutableWatch(
    DcpHost dcp,
    ResourceInstances instances,
    ResourceNotificationService notifications,
    IHostApplicationLifetime lifetime,
    ILogger<ExecutableWatch> logger
)
{
    internal async Task RunAsync(CancellationToken ct)
    {
        while (!dcp.HasEnded)
        {
            try
            {
                await foreach (var change in dcp.Client.WatchAsync<DcpExecutable>("executables", ct))
                {
                    Heard(change);
                }
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException && !ct.IsCancellationRequested)
            {
                logger.LogWarning("The watch on dcp broke ({Reason}); it is taken up again.", broken.Message);
            }

            await Task.Delay(200, ct);
        }

        logger.LogCritical("dcp has ended, and with it every process of the platform.");
        lifetime.StopApplication();
    }

    private void Heard(DcpWatchEvent<DcpExecutable> change)
    {
        if (change.Type == "DELETED" || instances.Find(change.Object.Metadata.Name) is not { } instance)
        {
            return;
        }

        instance.Replaced &= change.Type != "ADDED";
        if (!instance.Replaced)
        {
            notifications.Publish(
                instance.Resource,
                instance.Id,
                snapshot => Describe(instance, change.Object, snapshot)
            );
        }
    }

    private static CustomResourceSnapshot Describe(
        ResourceInstance instance,
        DcpExecutable executable,
        CustomResourceSnapshot before
    )
    {
        var status = executable.Status;
        var state = State(instance, status);
        return before.WithProperties(
            new(KnownProperties.Path, executable.Spec.ExecutablePath),
            new(KnownProperties.WorkDir, executable.Spec.WorkingDirectory),
            new(KnownProperties.Args, status?.EffectiveArgs ?? executable.Spec.Args ?? []) { IsSensitive = true },
            new(KnownProperties.Pid, status?.Pid)
        ) with
        {
            State = state,
            ExitCode = status?.ExitCode,
            CreationTimeStamp = executable.Metadata.CreationTimestamp,
            StartTimeStamp = status?.StartupTimestamp,
            StopTimeStamp = status?.FinishTimestamp,
            Execution = executable.Metadata.Uid,
            EnvironmentVariables = Environment(executable),
            Urls = Urls(instance.Resource, state == KnownResourceStates.Running),
        };
    }

    /// <summary>dcp's Finished covers both ends: as wished or with code 0, and any other way.</summary>
    private static string State(ResourceInstance instance, DcpExecutableStatus? status) =>
        status?.State switch
        {
            null or "" => KnownResourceStates.Starting,
            "Finished" or "Terminated" or "Unknown" => instance.StopRequested || status.ExitCode == 0
                ? KnownResourceStates.Finished
                : KnownResourceStates.Exited,
            var same => same,
        };

    private static ImmutableArray<EnvironmentVariableSnapshot> Environment(DcpExecutable executable)
    {
        var own = (executable.Spec.Env ?? []).Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (executable.Status?.EffectiveEnv ?? executable.Spec.Env ?? [])
                .OrderBy(variable => variable.Name, StringComparer.Ordinal)
                .Select(v => new EnvironmentVariableSnapshot(v.Name, v.Value, IsFromSpec: own.Contains(v.Name))),
        ];
    }

    private static ImmutableArray<UrlSnapshot> Urls(IResource resource, bool active) =>
        [
            .. resource
                .Annotations.OfType<EndpointAnnotation>()
                .Where(endpoint => endpoint.AllocatedEndpoint is not null)
                .Select(endpoint => new UrlSnapshot(
                    endpoint.Name,
                    endpoint.AllocatedEndpoint!.UriString,
                    IsInternal: false
                )
                {
                    IsInactive = !active,
                }),
        ];
}
