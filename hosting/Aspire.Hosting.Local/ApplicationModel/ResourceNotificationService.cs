using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The latest snapshot of every instance of every resource, and everyone who wants to hear of the next.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ResourceEvent> current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> watchers = [];
    private readonly CancellationTokenSource disposing = new();
    private readonly bool waitOnUnavailable;

    internal ResourceNotificationService(IHostApplicationLifetime lifetime, DistributedApplicationOptions options)
    {
        waitOnUnavailable = !options.DisableDashboard;
        lifetime.ApplicationStopped.Register(Dispose);
    }

    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (gate)
        {
            if (current.TryGetValue(resourceId, out resourceEvent))
            {
                return true;
            }

            var instances = current.Values.Where(e => Named(e, resourceId)).Take(2).ToList();
            resourceEvent = instances.Count == 1 ? instances[0] : null;
            return resourceEvent is not null;
        }
    }

    /// <summary>Every instance's present snapshot first, then each change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposing.Token);
        var channel = Channel.CreateUnbounded<ResourceEvent>();
        lock (gate)
        {
            current.Values.ToList().ForEach(e => channel.Writer.TryWrite(e));
            watchers.Add(channel);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(linked.Token))
            {
                yield return change;
            }
        }
        finally
        {
            lock (gate)
            {
                watchers.Remove(channel);
            }
        }
    }

    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName,
        Func<ResourceEvent, bool> predicate,
        CancellationToken cancellationToken = default
    )
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (Named(change, resourceName) && predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException($"The application ended before '{resourceName}' came to that state.");
    }

    public async Task<string> WaitForResourceAsync(
        string resourceName,
        IEnumerable<string> targetStates,
        CancellationToken cancellationToken = default
    )
    {
        var targets = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var reached = await WaitForResourceAsync(
            resourceName,
            change => change.Snapshot.State is { } state && targets.Contains(state.Text),
            cancellationToken
        );
        return reached.Snapshot.State!.Text;
    }

    public Task WaitForResourceAsync(
        string resourceName,
        string? targetState = null,
        CancellationToken cancellationToken = default
    ) => WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Without a dashboard nobody can restart what ended, so then a terminal state throws.</summary>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName,
        CancellationToken cancellationToken = default
    )
    {
        var reached = await WaitForResourceAsync(
            resourceName,
            change =>
                change.Snapshot.HealthStatus == HealthStatus.Healthy
                || (!waitOnUnavailable && change.Snapshot.IsTerminal),
            cancellationToken
        );
        return reached.Snapshot.IsTerminal
            ? throw new DistributedApplicationException(
                $"'{resourceName}' is {reached.Snapshot.State!.Text} instead of healthy."
            )
            : reached;
    }

    public void Dispose()
    {
        if (!disposing.IsCancellationRequested)
        {
            disposing.Cancel();
        }

        GC.SuppressFinalize(this);
    }

    internal void Publish(IResource resource, string id, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        lock (gate)
        {
            var before = current.TryGetValue(id, out var known)
                ? known.Snapshot
                : new CustomResourceSnapshot { ResourceType = resource.GetType().Name, Properties = [] };
            var after = change(before).WithHealthComputed();
            var published = new ResourceEvent(resource, id, after);
            current[id] = published;
            watchers.ForEach(watcher => watcher.Writer.TryWrite(published));
        }
    }

    internal IReadOnlyList<ResourceEvent> Instances(IResource resource)
    {
        lock (gate)
        {
            return [.. current.Values.Where(e => e.Resource == resource)];
        }
    }

    private static bool Named(ResourceEvent e, string name) =>
        string.Equals(e.Resource.Name, name, StringComparison.OrdinalIgnoreCase);
}
