using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using RabbitMQ.Client;

namespace Bench.Events;

/// <summary>The limit: RabbitMQ's own client, persistent messages into a quorum queue, each confirmed, nothing else.</summary>
internal sealed class PlainPublisher(IChannel channel) : IAsyncDisposable
{
    private const string Exchange = "bench-plain";
    private const string Queue = "bench-plain";

    public static async Task<PlainPublisher> OpenAsync(IConnection connection)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: null // the window is ours
            )
        );
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(
            Queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
        );
        await channel.QueueBindAsync(Queue, Exchange, routingKey: "");
        return new(channel);
    }

    /// <returns>Events per second, from the first publish to the last confirm.</returns>
    public async Task<double> MeasureAsync(int events, int bodyBytes, int window)
    {
        await channel.QueuePurgeAsync(Queue);
        var body = new byte[bodyBytes];
        var began = TimeProvider.System.GetTimestamp();
        for (var sent = 0; sent < events; sent += window)
        {
            var batch = new List<Task>(window);
            for (var i = sent; i < Math.Min(events, sent + window); i++)
            {
                var properties = new BasicProperties
                {
                    Persistent = true,
                    ContentType = "application/vnd.masstransit+json",
                    MessageId = Guid.CreateVersion7().ToString(),
                };
                batch.Add(channel.BasicPublishAsync(Exchange, "", mandatory: false, properties, body).AsTask());
            }

            await Task.WhenAll(batch);
        }

        return events / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.QueueDeleteAsync(Queue);
        await channel.ExchangeDeleteAsync(Exchange);
        await channel.DisposeAsync();
    }
}
