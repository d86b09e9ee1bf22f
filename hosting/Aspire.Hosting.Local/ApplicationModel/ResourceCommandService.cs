using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.Orchestrator;

namespace Aspire.Hosting.ApplicationModel;

public sealed class ExecuteCommandResult
{
    public required bool Success { get; init; }

    public string? ErrorMessage { get; init; }
}

/// <summary>Start, stop and restart, as the dashboard's buttons and the tests ask for them.</summary>
public class ResourceCommandService
{
    private readonly ResourceInstances instances;
    private readonly ResourceStarter starter;

    internal ResourceCommandService(ResourceInstances instances, ResourceStarter starter)
    {
        this.instances = instances;
        this.starter = starter;
    }

    /// <summary>One instance by its id, or every instance of the resource of that name.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId,
        string commandName,
        CancellationToken cancellationToken = default
    ) =>
        ExecuteAsync(
            [
                .. instances.All.Where(instance =>
                    instance.Id == resourceId
                    || string.Equals(instance.Resource.Name, resourceId, StringComparison.OrdinalIgnoreCase)
                ),
            ],
            resourceId,
            commandName,
            cancellationToken
        );

    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        IResource resource,
        string commandName,
        CancellationToken cancellationToken = default
    ) => ExecuteAsync([.. instances.Of(resource)], resource.Name, commandName, cancellationToken);

    private async Task<ExecuteCommandResult> ExecuteAsync(
        List<ResourceInstance> targets,
        string asked,
        string command,
        CancellationToken ct
    )
    {
        if (targets.Count == 0)
        {
            return Failed($"There is no process '{asked}'.");
        }

        try
        {
            await Task.WhenAll(targets.Select(instance => ExecuteAsync(instance, command, ct)));
            return new ExecuteCommandResult { Success = true };
        }
        catch (Exception refused) when (refused is DistributedApplicationException or HttpRequestException)
        {
            return Failed(refused.Message);
        }
    }

    private async Task ExecuteAsync(ResourceInstance instance, string command, CancellationToken ct)
    {
        if (command == KnownResourceCommands.StopCommand || command == KnownResourceCommands.RestartCommand)
        {
            await starter.StopAsync(instance, ct);
        }

        if (command == KnownResourceCommands.StartCommand || command == KnownResourceCommands.RestartCommand)
        {
            await starter.StartAsync(instance, ct);
        }

        if (!Known.Contains(command))
        {
            throw new DistributedApplicationException($"There is no command '{command}'.");
        }
    }

    private static readonly string[] Known =
    [
        KnownResourceCommands.StartCommand,
        KnownResourceCommands.StopCommand,
        KnownResourceCommands.RestartCommand,
    ];

    private static ExecuteCommandResult Failed(string reason) => new() { Success = false, ErrorMessage = reason };
}
