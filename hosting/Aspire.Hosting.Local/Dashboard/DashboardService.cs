using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Contract;
using Grpc.Core;

namespace Aspire.Hosting.Dashboard;

/// <summary>aspire.v1.DashboardService: what fills the dashboard's Resources and Console pages and its buttons.</summary>
internal sealed class DashboardService(
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands,
    AppHostName name,
    CancellationToken stopping
) : Contract.DashboardService.DashboardServiceBase
{
    public override Task<ApplicationInformationResponse> GetApplicationInformation(
        ApplicationInformationRequest request,
        ServerCallContext context
    ) => Task.FromResult(new ApplicationInformationResponse { ApplicationName = name.Value });

    /// <summary>The watch begins with every resource's present snapshot, so the initial data may be empty.</summary>
    public override Task WatchResources(
        WatchResourcesRequest request,
        IServerStreamWriter<WatchResourcesUpdate> responseStream,
        ServerCallContext context
    ) =>
        UntilEitherLeaves(
            context,
            async ct =>
            {
                var empty = new WatchResourcesUpdate { InitialData = new InitialResourceData() };
                await responseStream.WriteAsync(empty, ct);
                await foreach (var change in notifications.WatchAsync(ct))
                {
                    var upsert = new WatchResourcesChange { Upsert = ResourceMessage.Of(change) };
                    var update = new WatchResourcesUpdate { Changes = new() { Value = { upsert } } };
                    await responseStream.WriteAsync(update, ct);
                }
            }
        );

    public override Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request,
        IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream,
        ServerCallContext context
    ) =>
        UntilEitherLeaves(
            context,
            async ct =>
            {
                var batches = request.SuppressFollow
                    ? logs.GetAllAsync(request.ResourceName)
                    : logs.WatchAsync(request.ResourceName);
                await foreach (var batch in batches.WithCancellation(ct))
                {
                    await responseStream.WriteAsync(Lines(batch), ct);
                }
            }
        );

    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(
        ResourceCommandRequest request,
        ServerCallContext context
    )
    {
        var result = await commands.ExecuteCommandAsync(
            request.ResourceName,
            request.CommandName,
            context.CancellationToken
        );
        return result.Success
            ? new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Succeeded }
            : new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Failed, Message = result.ErrorMessage };
    }

    public override Task WatchInteractions(
        IAsyncStreamReader<WatchInteractionsRequestUpdate> requestStream,
        IServerStreamWriter<WatchInteractionsResponseUpdate> responseStream,
        ServerCallContext context
    ) => UntilEitherLeaves(context, ct => Task.Delay(Timeout.Infinite, ct));

    private async Task UntilEitherLeaves(ServerCallContext context, Func<CancellationToken, Task> stream)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        try
        {
            await stream(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The dashboard closed the page, or we are stopping: the stream just ends.
        }
    }

    private static WatchResourceConsoleLogsUpdate Lines(IReadOnlyList<LogLine> batch) =>
        new()
        {
            LogLines =
            {
                batch.Select(line => new ConsoleLogLine
                {
                    Text = line.Content,
                    IsStdErr = line.IsErrorMessage,
                    LineNumber = line.LineNumber,
                }),
            },
        };
}
