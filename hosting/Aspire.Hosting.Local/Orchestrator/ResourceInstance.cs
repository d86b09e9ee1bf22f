using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestrator;

/// <summary>
/// One process of a resource, under the same id over all its restarts. The id is the resource's name and a suffix;
/// the dashboard joins telemetry to it by service.name and service.instance.id.
/// </summary>
internal sealed class ResourceInstance(IResource resource)
{
    private TaskCompletionSource<bool>? waiting;

    internal IResource Resource => resource;

    internal string Suffix { get; } = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", 8);

    internal string Id => $"{resource.Name}-{Suffix}";

    /// <summary>One start or stop at a time.</summary>
    internal SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The end of the process, when it comes, is our wish and no failure.</summary>
    internal bool StopRequested { get; set; }

    /// <summary>The old dcp object is being replaced; what is still heard of it is no longer true.</summary>
    internal bool Replaced { get; set; }

    /// <summary>Waits for the dependencies, unless a person decides otherwise: true to start now, false not at all.</summary>
    internal async Task<bool> WaitAsync(Task dependencies)
    {
        var decision = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting = decision;
        try
        {
            var first = await Task.WhenAny(dependencies, decision.Task);
            await first;
            return first != decision.Task || await decision.Task;
        }
        finally
        {
            waiting = null;
        }
    }

    internal bool TryEndWaiting(bool startNow) => waiting?.TrySetResult(startNow) ?? false;
}

/// <summary>All processes that the application consists of.</summary>
internal sealed class ResourceInstances(DistributedApplicationModel model)
{
    private readonly Lazy<List<ResourceInstance>> all = new(() =>
        [
            .. model
                .Resources.Where(IsProcess)
                .SelectMany(resource =>
                    Enumerable.Range(0, Replicas(resource)).Select(_ => new ResourceInstance(resource))
                ),
        ]
    );

    internal IReadOnlyList<ResourceInstance> All => all.Value;

    internal ResourceInstance? Find(string id) => All.FirstOrDefault(instance => instance.Id == id);

    internal IEnumerable<ResourceInstance> Of(IResource resource) =>
        All.Where(instance => instance.Resource == resource);

    private static bool IsProcess(IResource resource) =>
        resource is ExecutableResource or ProjectResource || resource.Annotations.OfType<LocalServerAnnotation>().Any();

    private static int Replicas(IResource resource) =>
        resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
}
