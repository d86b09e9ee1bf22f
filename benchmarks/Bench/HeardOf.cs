using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bench.Restore;

/// <summary>A hearer with a queue of its own: when it first heard of each thing that an event is about.</summary>
internal sealed class HeardOf(IChannel channel, string member) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, long> _heard = new(StringComparer.Ordinal);

    /// <param name="connection">To the broker.</param>
    /// <param name="event">Namespace and name, as the exchange that MassTransit publishes it to.</param>
    /// <param name="member">The member that says what it is about: <c>lineId</c>.</param>
    public static async Task<HeardOf> OpenAsync(IConnection connection, string @event, string member)
    {
        var channel = await connection.CreateChannelAsync();
        var tap = new HeardOf(channel, member);
        await channel.ExchangeDeclareAsync(@event, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, @event, routingKey: "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += tap.HearAsync;
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return tap;
    }

    /// <summary>The timestamp; null while nobody said anything.</summary>
    public long? Of(string subject) => _heard.TryGetValue(subject, out var at) ? at : null;

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private Task HearAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var at = Stopwatch.GetTimestamp();
        using var envelope = JsonDocument.Parse(delivery.Body);
        _heard.TryAdd(envelope.RootElement.GetProperty("message").GetProperty(member).GetString()!, at);
        return Task.CompletedTask;
    }
}
