using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;

namespace Aspire.Hosting.Orchestrator;

/// <summary>What the orchestrator says of one resource: what it waits for, why it did not start.</summary>
internal sealed class OrchestratorLog
{
    private readonly Lock gate = new();
    private readonly List<(string Text, bool IsError)> lines = [];
    private readonly HashSet<ChannelWriter<(string, bool)>> readers = [];

    internal IReadOnlyList<(string Text, bool IsError)> Lines
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    internal void Write(string message, bool isError)
    {
        var line = ($"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {message}", isError);
        lock (gate)
        {
            lines.Add(line);
            foreach (var reader in readers)
            {
                reader.TryWrite(line);
            }
        }
    }

    internal IDisposable Subscribe(ChannelWriter<(string, bool)> reader)
    {
        lock (gate)
        {
            lines.ForEach(line => reader.TryWrite(line));
            readers.Add(reader);
        }

        return new Subscription(this, reader);
    }

    private sealed class Subscription(OrchestratorLog log, ChannelWriter<(string, bool)> reader) : IDisposable
    {
        public void Dispose()
        {
            lock (log.gate)
            {
                log.readers.Remove(reader);
            }
        }
    }
}
