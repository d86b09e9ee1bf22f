using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestrator;

using DcpService = DcpObject<DcpServiceSpec, DcpServiceStatus>;

/// <summary>
/// Gives every endpoint its address before the first process starts, so that any resource may refer to any other:
/// a dcp service where a proxy stands before the process, a free port where none does.
/// </summary>
internal sealed class EndpointAllocator(DistributedApplicationModel model, DcpHost dcp, IConfiguration configuration)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal async Task AllocateAsync(CancellationToken ct)
    {
        var endpoints = model
            .Resources.SelectMany(resource =>
                resource
                    .Annotations.OfType<EndpointAnnotation>()
                    .Select(endpoint => (Name: PortExpression.ServiceName(resource, endpoint), Endpoint: endpoint))
            )
            .ToList();
        foreach (var (name, endpoint) in endpoints)
        {
            if (endpoint.IsProxied)
            {
                var service = new DcpService("Service", new DcpMetadata(name), new DcpServiceSpec(Wanted(endpoint)));
                await dcp.Client.CreateAsync("services", service, ct);
            }
            else
            {
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, Wanted(endpoint) ?? FreePorts.Next());
            }
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            await ReadyAsync([.. endpoints.Where(e => e.Endpoint.IsProxied)], patience.Token);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            var missing = endpoints.Where(e => e.Endpoint.AllocatedEndpoint is null).Select(e => e.Name);
            throw new DistributedApplicationException($"dcp gave no port to {string.Join(", ", missing)}.", late);
        }
    }

    /// <summary>Tests run beside each other and beside a person's own run: there every port is a free one.</summary>
    private int? Wanted(EndpointAnnotation endpoint) =>
        endpoint.Port is > 0 and var port && !configuration.GetValue("DcpPublisher:RandomizePorts", false)
            ? port
            : null;

    private async Task ReadyAsync(List<(string Name, EndpointAnnotation Endpoint)> pending, CancellationToken ct)
    {
        foreach (var (name, endpoint) in pending)
        {
            while (endpoint.AllocatedEndpoint is null)
            {
                var service = await dcp.Client.FindAsync<DcpService>("services", name, ct);
                if (service?.Status is { EffectivePort: > 0 and var port }) // it is Ready only when a process stands behind
                {
                    endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, port);
                }
                else
                {
                    await Task.Delay(20, ct);
                }
            }
        }
    }
}
