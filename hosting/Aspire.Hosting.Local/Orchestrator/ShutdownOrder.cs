using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Stops each resource once those that waited for it have stopped: services first, their servers last.</summary>
internal sealed class ShutdownOrder(
    DistributedApplicationModel model,
    ResourceInstances instances,
    ResourceStarter starter,
    ILogger<ShutdownOrder> logger
)
{
    /// <summary>Whoever needs longer holds the others up no more; dcp kills it 6 seconds after its SIGTERM.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>After this dcp stops the rest, all at once, so that the whole stays near 10 seconds.</summary>
    private static readonly TimeSpan TotalPatience = TimeSpan.FromSeconds(6);

    internal async Task StopAllAsync(CancellationToken ct)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(ct);
        total.CancelAfter(TotalPatience);
        var stops = new Dictionary<IResource, Task>();
        var all = model.Resources.Where(resource => resource is not DashboardResource); // it shows the end, too
        try
        {
            await Task.WhenAll(all.Select(resource => StopAsync(resource, stops, total.Token)));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            logger.LogWarning("Not everything stopped within {Patience}; dcp stops the rest.", TotalPatience);
        }
    }

    private Task StopAsync(IResource resource, Dictionary<IResource, Task> stops, CancellationToken ct)
    {
        if (!stops.TryGetValue(resource, out var stop))
        {
            var dependents = Dependents(resource).Select(dependent => StopAsync(dependent, stops, ct)).ToList();
            stops[resource] = stop = StopAfterAsync(dependents, resource, ct);
        }

        return stop;
    }

    private async Task StopAfterAsync(List<Task> dependents, IResource resource, CancellationToken ct)
    {
        await Task.WhenAll(dependents);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await Task.WhenAll(instances.Of(resource).Select(instance => starter.StopAsync(instance, patience.Token)));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            logger.LogWarning("{Resource} did not stop within {Patience}.", resource.Name, Patience);
        }
    }

    private IEnumerable<IResource> Dependents(IResource resource) =>
        model.Resources.Where(other =>
            Dependencies.Of(other).Any(wait => wait.Resource == resource)
            || (other is IResourceWithParent child && child.Parent == resource)
        );
}
