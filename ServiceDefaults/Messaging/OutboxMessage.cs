using System;
using System.Text.Json;
using ServiceDefaults.Data;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>An event on its way out: written by the same commit as the state it tells of, deleted once confirmed.</summary>
public sealed class OutboxMessage
{
    public long Position { get; private set; }

    /// <summary>Becomes the message's id on the broker, so a second publication of the same row is recognised.</summary>
    public Guid MessageId { get; private set; }
    public string EventType { get; private set; } = "";
    public string Body { get; private set; } = "";
    public Guid AggregateId { get; private set; }
    public long AggregateVersion { get; private set; }
    public string? Traceparent { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }
    public DateTimeOffset? ParkedAt { get; private set; }
    public string? ParkedReason { get; private set; }

    internal static OutboxMessage Of(object @event, Guid aggregateId, long aggregateVersion) =>
        new()
        {
            MessageId = Guid.CreateVersion7(),
            EventType = @event.GetType().FullName!,
            Body = JsonSerializer.Serialize(@event, @event.GetType()),
            AggregateId = aggregateId,
            AggregateVersion = aggregateVersion,
            Traceparent = StoredTrace.Current,
            RecordedAt = TimeProvider.System.GetUtcNow(),
        };
}

/// <summary>What a use case sees of the outbox.</summary>
public readonly struct Outbox(ServiceDb db)
{
    /// <summary>Notes an event for the relay; it leaves when, and only when, this unit of work is saved.</summary>
    /// <param name="aggregateId">Whose fact it is.</param>
    /// <param name="version">The aggregate's version after the change: a hearer ignores an older one.</param>
    /// <param name="event">A record of a Contracts assembly that the module lists as published.</param>
    public void Add(Guid aggregateId, long version, object @event)
    {
        db.Set<OutboxMessage>().Add(OutboxMessage.Of(@event, aggregateId, version));
        db.SaysSomething = true;
    }
}
