using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Testing;

/// <summary>Listens on the broker for events of one type, so that a test can say exactly which ones left.</summary>
public sealed class EventTap<TEvent> : IAsyncDisposable
    where TEvent : class
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentQueue<Heard<TEvent>> _heard = new();
    private readonly IConnection _connection;

    private EventTap(IConnection connection) => _connection = connection;

    public IReadOnlyList<Heard<TEvent>> Heard => [.. _heard];

    public static async Task<EventTap<TEvent>> OpenAsync(string messaging)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(messaging) }.CreateConnectionAsync();
        var tap = new EventTap<TEvent>(connection);
        var channel = await connection.CreateChannelAsync();

        // The exchange that MassTransit publishes a type to: its namespace and name, which are the wire identity.
        var exchange = $"{typeof(TEvent).Namespace}:{typeof(TEvent).Name}";
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, exchange, routingKey: "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            using var envelope = JsonDocument.Parse(delivery.Body);
            tap._heard.Enqueue(
                new(
                    envelope.RootElement.GetProperty("messageId").GetGuid(),
                    envelope.RootElement.GetProperty("message").Deserialize<TEvent>(Wire)!,
                    TraceOf(envelope.RootElement)
                )
            );
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return tap;
    }

    public Task<Heard<TEvent>> FirstAsync(Func<TEvent, bool> which) =>
        Eventually.GetAsync(
            () => Task.FromResult(_heard.FirstOrDefault(heard => which(heard.Event))),
            $"{typeof(TEvent).Name} on the broker"
        );

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private static string? TraceOf(JsonElement envelope) =>
        envelope.GetProperty("headers").TryGetProperty("MT-Activity-Id", out var id) ? id.GetString() : null;
}

/// <summary>An event as it left.</summary>
public sealed record Heard<TEvent>(Guid MessageId, TEvent Event, string? Traceparent)
    where TEvent : class;
