using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Orchestrator;

namespace Aspire.Hosting.ApplicationModel;

/// <summary><paramref name="Content"/> begins with the time it was written (RFC 3339) and a blank.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>
/// Console logs by the id of an instance: what its process wrote, read from dcp when somebody asks, and what the
/// orchestrator has to say of it.
/// </summary>
public class ResourceLoggerService
{
    private static readonly (string Name, bool IsError)[] Sources = [("stdout", false), ("stderr", true)];

    private readonly ConcurrentDictionary<string, OrchestratorLog> own = new(StringComparer.Ordinal);
    private readonly ResourceNotificationService notifications;
    private readonly DcpHost dcp;

    internal ResourceLoggerService(ResourceNotificationService notifications, DcpHost dcp)
    {
        this.notifications = notifications;
        this.dcp = dcp;
    }

    /// <summary>All lines up to now.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        var lines = OwnLog(resourceName).Lines.ToList();
        if (HasExecution(resourceName))
        {
            foreach (var (source, isError) in Sources)
            {
                await foreach (var text in dcp.Client.LogAsync(resourceName, source, follow: false, default))
                {
                    lines.Add((text, isError));
                }
            }
        }

        // RFC 3339 in UTC sorts as text, and the sort is stable.
        var ordered = lines.OrderBy(line => line.Text.Split(' ', 2)[0], StringComparer.Ordinal);
        yield return [.. ordered.Select((line, i) => new LogLine(i + 1, line.Text, line.IsError))];
    }

    /// <summary>All lines up to now and each line to come, over restarts, until the reader has enough.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => FollowAsync(resourceName);

    internal void Write(string id, string message, bool isError = false) => OwnLog(id).Write(message, isError);

    private async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync(
        string id,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var channel = Channel.CreateBounded<(string Text, bool IsError)>(1_000);
        using var subscription = OwnLog(id).Subscribe(channel.Writer);
        var processes = CopyProcessesAsync(id, channel.Writer, leaving.Token);
        var number = 0;
        try
        {
            while (await channel.Reader.WaitToReadAsync(ct))
            {
                var batch = new List<LogLine>();
                while (batch.Count < 500 && channel.Reader.TryRead(out var line))
                {
                    batch.Add(new LogLine(++number, line.Text, line.IsError));
                }

                yield return batch;
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await processes.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it ends by that cancellation
        }
    }

    private async Task CopyProcessesAsync(string id, ChannelWriter<(string, bool)> to, CancellationToken ct)
    {
        string? copied = null;
        try
        {
            await foreach (var change in notifications.WatchAsync(ct))
            {
                if (change.ResourceId == id && change.Snapshot.Execution is { } execution && execution != copied)
                {
                    copied = execution;
                    await Task.WhenAll(Sources.Select(source => CopyAsync(id, source.Name, source.IsError, to, ct)));
                }
            }
        }
        catch (Exception ended)
        {
            to.TryComplete(ended is OperationCanceledException ? null : ended);
        }
    }

    private async Task CopyAsync(
        string id,
        string source,
        bool isError,
        ChannelWriter<(string, bool)> to,
        CancellationToken ct
    )
    {
        await foreach (var line in dcp.Client.LogAsync(id, source, follow: true, ct))
        {
            await to.WriteAsync((line, isError), ct);
        }
    }

    private bool HasExecution(string id) =>
        notifications.TryGetCurrentState(id, out var state) && state.Snapshot.Execution is not null;

    private OrchestratorLog OwnLog(string id) => own.GetOrAdd(id, _ => new OrchestratorLog());
}
