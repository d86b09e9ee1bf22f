using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bench.Clocks;

/// <summary>A missed promise as a hearer gets to know of it.</summary>
/// <param name="MessageId">The same in each copy of one event: hearers' inboxes recognise it.</param>
internal sealed record Heard(Guid MessageId, StepOverdue Event, DateTimeOffset At)
{
    public TimeSpan Lateness => At - Event.DueAt;
}

/// <summary>A hearer with a queue of its own on <see cref="StepOverdue"/>.</summary>
internal sealed class OverdueTap(IChannel channel) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentQueue<Heard> _heard = new();

    public IReadOnlyCollection<Heard> Heard => _heard.ToArray();

    public static async Task<OverdueTap> OpenAsync(IConnection connection)
    {
        var channel = await connection.CreateChannelAsync();
        var tap = new OverdueTap(channel);

        // The exchange that MassTransit publishes the type to.
        var exchange = $"{typeof(StepOverdue).Namespace}:{nameof(StepOverdue)}";
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, exchange, routingKey: "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += tap.HearAsync;
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return tap;
    }

    public async ValueTask DisposeAsync() => await channel.DisposeAsync();

    private Task HearAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var at = TimeProvider.System.GetUtcNow();
        using var envelope = JsonDocument.Parse(delivery.Body);
        _heard.Enqueue(
            new(
                envelope.RootElement.GetProperty("messageId").GetGuid(),
                envelope.RootElement.GetProperty("message").Deserialize<StepOverdue>(Wire)!,
                at
            )
        );
        return Task.CompletedTask;
    }
}
