using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestrator;

/// <summary>The life of the application: dcp, addresses, dashboard, then every resource in its own time.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model,
    DcpHost dcp,
    EndpointAllocator endpoints,
    DashboardServiceHost dashboard,
    ResourceInstances instances,
    ResourceStarter starter,
    ExecutableWatch watch,
    HealthMonitor health,
    PostgresDatabases databases,
    ParameterValues parameters,
    ShutdownOrder shutdown,
    ResourceNotificationService notifications,
    ApplicationStart started,
    ILogger<ApplicationOrchestrator> logger
) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> work = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAllAsync(cancellationToken);
        }
        catch
        {
            await StopAsync(CancellationToken.None); // a host that fails to start stops nobody
            throw;
        }
    }

    private async Task StartAllAsync(CancellationToken cancellationToken)
    {
        await dcp.StartAsync(cancellationToken);
        await endpoints.AllocateAsync(cancellationToken);
        await dashboard.StartAsync(cancellationToken);
        await parameters.PublishAsync(cancellationToken);
        foreach (var instance in instances.All)
        {
            notifications.Publish(instance.Resource, instance.Id, _ => ResourceDescription.Initial(instance.Resource));
        }

        var ct = stopping.Token;
        Run(watch.RunAsync(ct));
        model.Resources.ToList().ForEach(resource => Run(health.RunAsync(resource, ct)));
        model.Resources.OfType<PostgresDatabaseResource>().ToList().ForEach(db => Run(databases.RunAsync(db, ct)));
        instances.All.ToList().ForEach(instance => Run(StartAsync(instance, ct)));
        started.Complete();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!dcp.HasEnded)
            {
                await shutdown.StopAllAsync(cancellationToken);
            }
        }
        finally
        {
            await stopping.CancelAsync();
            await Task.WhenAll(work);
            await dcp.StopAsync(cancellationToken);
            await dashboard.StopAsync();
        }
    }

    public void Dispose() => stopping.Dispose();

    private async Task StartAsync(ResourceInstance instance, CancellationToken ct)
    {
        try
        {
            await starter.StartAsync(instance, ct);
        }
        catch (DistributedApplicationException reason)
        {
            logger.LogDebug(reason, "{Resource} did not start.", instance.Id); // its state and its log say so, too
        }
    }

    /// <summary>Work that lasts as long as the application; its failure is a defect of ours and is shown as one.</summary>
    private void Run(Task task) => work.Add(ObserveAsync(task));

    private async Task ObserveAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // That is how it ends.
        }
        catch (Exception defect)
        {
            logger.LogError(defect, "The orchestrator failed in a part of its work.");
        }
    }
}
