using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults.Chaos;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Carries the outbox to the broker. One relay per database is active: the one that holds the advisory lock; it is
/// released with its connection, so a replica takes over at once when the holder dies. Rows are read in order,
/// published in that order inside their stored trace with the row's message id, and deleted when the broker has
/// confirmed them: a crash between the two publishes again, and every hearer's inbox recognises the id.
/// </summary>
internal sealed class OutboxRelay(
    NpgsqlDataSource database,
    IBus bus,
    PublishedEvents events,
    RelaySignal signal,
    ILogger<OutboxRelay> log
) : BackgroundService
{
    private const long AdvisoryLock = 0x5e_71_ce_00_02;

    /// <summary>So many are on their way to the broker at once: larger ones make nothing faster (benchmarks, events).</summary>
    private const int BatchSize = 1_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>A replica that stands by: events wait for nobody else when the active one is gone.</summary>
    private static readonly TimeSpan TakeOverWithin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Event types whose way to the broker is open since the relay became active or had trouble.</summary>
    private readonly HashSet<string> _open = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RelayWhileActiveAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (Transient.Is(e) || e is OperationCanceledException)
            {
                log.LogWarning("The relay pauses, its rows wait: {Reason}", e.Message);
                await Task.Delay(LookEvery * 5, stoppingToken);
            }
            catch (Exception e)
            {
                log.LogError(e, "The relay failed and tries again, its rows wait");
                await Task.Delay(LookEvery * 25, stoppingToken);
            }
        }
    }

    private async Task RelayWhileActiveAsync(CancellationToken ct)
    {
        _open.Clear();
        await using var connection = await database.OpenConnectionAsync(ct);
        while (!await TryLockAsync(connection, ct))
        {
            await Task.Delay(TakeOverWithin, ct);
        }

        while (true)
        {
            var batch = await ReadAsync(connection, ct);
            await PublishAsync(connection, batch, ct);
            if (batch.Count < BatchSize)
            {
                await signal.WaitAsync(LookEvery, ct);
            }
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
        command.Parameters.Add(new() { Value = AdvisoryLock });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<List<Row>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select position, message_id, event_type, body, traceparent
              from outbox
             where parked_at is null
             order by position
             limit $1
            """,
            connection
        );
        command.Parameters.Add(new() { Value = BatchSize });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<Row>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(
                new Row(
                    reader.GetInt64(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4)
                )
            );
        }

        return rows;
    }

    private async Task PublishAsync(NpgsqlConnection connection, List<Row> batch, CancellationToken ct)
    {
        if (batch.Count == 0)
        {
            return;
        }

        KillPoint.Reached(KillPoint.RelayReadBeforePublish);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(PublishTimeout);
        var publications = await PublishInOrderAsync(batch, timeout.Token);
        await Task.WhenAll(publications.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var outcomes = batch.Zip(publications).ToList();
        var confirmed = outcomes.Where(o => o.Second.IsCompletedSuccessfully && o.Second.Result is null);
        KillPoint.Reached(KillPoint.RelayPublishedBeforeDelete);
        await DeleteAsync(connection, [.. confirmed.Select(o => o.First.Position)], ct);
        foreach (var (row, publication) in outcomes.Where(o => o.Second.IsCompletedSuccessfully))
        {
            if (publication.Result is { } reason)
            {
                await ParkAsync(connection, row, reason, ct);
            }
        }

        // The unconfirmed ones stay where they are; the first failure tells the loop to pause.
        await Task.WhenAll(publications);
    }

    /// <summary>
    /// A publication hands its message to the channel before it first waits, so calling one after the other keeps their
    /// order; but the very first of a type, or after trouble, waits for MassTransit to find the channel and declare the
    /// exchange, and those behind it would overtake. It goes alone.
    /// </summary>
    private async Task<List<Task<string?>>> PublishInOrderAsync(List<Row> batch, CancellationToken ct)
    {
        var publications = new List<Task<string?>>(batch.Count);
        foreach (var row in batch)
        {
            var publication = PublishAsync(row, ct);
            publications.Add(publication);
            if (_open.Add(row.EventType))
            {
                await ((Task)publication).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return publications;
    }

    /// <returns>Null when the broker confirmed it; otherwise why it never can be published.</returns>
    private async Task<string?> PublishAsync(Row row, CancellationToken ct)
    {
        if (!events.ByName.TryGetValue(row.EventType, out var type))
        {
            return $"{row.EventType} is not listed as published by this service.";
        }

        object? @event;
        try
        {
            @event = JsonSerializer.Deserialize(row.Body, type);
        }
        catch (JsonException e)
        {
            return e.Message;
        }

        using var span = StoredTrace.Continue("outbox relay", row.Traceparent);

        // Whatever the client does with the token while its broker comes and goes, the relay does not wait for ever.
        await bus.Publish(@event!, type, context => context.MessageId = row.MessageId, ct).WaitAsync(ct);
        return null;
    }

    /// <summary>
    /// This commit does not wait for the disk: a row that a crash of the database brings back is published once more under
    /// its old id, and recognised. The setting is this transaction's alone; a batch is one.
    /// </summary>
    private static async Task DeleteAsync(NpgsqlConnection connection, long[] positions, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select set_config('synchronous_commit', 'off', true)"),
                new("delete from outbox where position = any($1)")
                {
                    Parameters =
                    {
                        new() { Value = positions, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task ParkAsync(NpgsqlConnection connection, Row row, string reason, CancellationToken ct)
    {
        log.LogError("Parked outbox row {Position} ({EventType}): {Reason}", row.Position, row.EventType, reason);
        await using var command = new NpgsqlCommand(
            "update outbox set parked_at = now(), parked_reason = $2 where position = $1",
            connection
        );
        command.Parameters.Add(new() { Value = row.Position });
        command.Parameters.Add(new() { Value = reason });
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Row(long Position, Guid MessageId, string EventType, string Body, string? Traceparent);
}
