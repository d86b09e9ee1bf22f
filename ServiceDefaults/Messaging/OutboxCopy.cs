using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults.Data;

namespace ServiceDefaults.Messaging;

/// <summary>An event for <see cref="OutboxCopy"/>.</summary>
/// <param name="AggregateId">Whose fact it is.</param>
/// <param name="Version">The aggregate's version after the change.</param>
/// <param name="Event">A record of a Contracts assembly that the module lists as published.</param>
public readonly record struct CopiedEvent(Guid AggregateId, long Version, object Event);

/// <summary>
/// The outbox for work that writes thousands of rows in plain SQL (a bill run): the rows go in by COPY, about ten times
/// as fast as through the change tracker, and leave when the caller's transaction commits. Each starts a trace of its own:
/// what twenty thousand bills cause would be half a million spans in the run's, and nobody could look at it.
/// </summary>
public static class OutboxCopy
{
    /// <param name="connection">With the transaction open that writes the state these events tell of.</param>
    /// <param name="events">In the order in which they leave.</param>
    /// <param name="ct">Cancels.</param>
    public static Task WriteAsync(NpgsqlConnection connection, IEnumerable<CopiedEvent> events, CancellationToken ct) =>
        connection.CopyAsync(
            """
            copy outbox (message_id, event_type, body, aggregate_id, aggregate_version, recorded_at)
            from stdin (format binary)
            """,
            events,
            (row, it) => WriteRowAsync(row, OutboxMessage.Of(it.Event, it.AggregateId, it.Version), ct),
            ct
        );

    private static async Task WriteRowAsync(NpgsqlBinaryImporter row, OutboxMessage it, CancellationToken ct)
    {
        await row.WriteAsync(it.MessageId, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(it.EventType, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.Body, NpgsqlDbType.Jsonb, ct);
        await row.WriteAsync(it.AggregateId, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(it.AggregateVersion, NpgsqlDbType.Bigint, ct);
        await row.WriteAsync(it.RecordedAt, NpgsqlDbType.TimestampTz, ct);
    }
}
