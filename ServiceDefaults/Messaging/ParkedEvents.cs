using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using ServiceDefaults.Security;

namespace ServiceDefaults.Messaging;

/// <summary>An event the relay could not read and put aside; its body is not shown, it may hold personal data.</summary>
/// <param name="Position">Its place in the outbox, and its id here.</param>
/// <param name="Reason">Why it can never be published as it stands.</param>
public sealed record ParkedEvent(
    long Position,
    Guid MessageId,
    string EventType,
    Guid AggregateId,
    long AggregateVersion,
    DateTimeOffset RecordedAt,
    DateTimeOffset ParkedAt,
    string Reason
);

/// <summary>Ops look at poison and, once its cause is mended, hand it to the relay again.</summary>
public static class ParkedEvents
{
    /// <param name="app">The service.</param>
    /// <param name="service">Its name in the address: <c>/api/{service}/v1/parkedEvents</c>.</param>
    public static void MapParkedEvents(this IEndpointRouteBuilder app, string service)
    {
        var parked = app.MapGroup($"/api/{service}/v1/parkedEvents");
        parked.MapGet("", List).RequireRoles(Roles.Ops);
        parked.MapPost("/{position:long}/replay", Replay).RequireRoles(Roles.Ops);
    }

    /// <summary>Events that the relay could not read and put aside, oldest first, at most 1,000.</summary>
    private static async Task<Ok<List<ParkedEvent>>> List(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select position, message_id, event_type, aggregate_id, aggregate_version, recorded_at, parked_at,
                   parked_reason
              from outbox
             where parked_at is not null
             order by position
             limit 1000
            """
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<ParkedEvent>();
        while (await reader.ReadAsync(ct))
        {
            events.Add(
                new(
                    reader.GetInt64(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetGuid(3),
                    reader.GetInt64(4),
                    reader.GetFieldValue<DateTimeOffset>(5),
                    reader.GetFieldValue<DateTimeOffset>(6),
                    reader.GetString(7)
                )
            );
        }

        return TypedResults.Ok(events);
    }

    /// <summary>Hands a parked event to the relay again, once its cause is mended.</summary>
    private static async Task<Results<NoContent, NotFound>> Replay(
        long position,
        NpgsqlDataSource database,
        RelaySignal relay,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            """
            update outbox
               set parked_at = null, parked_reason = null
             where position = $1 and parked_at is not null
            """
        );
        command.Parameters.Add(new() { Value = position });
        if (await command.ExecuteNonQueryAsync(ct) == 0)
        {
            return TypedResults.NotFound();
        }

        relay.Raise();
        return TypedResults.NoContent();
    }
}
