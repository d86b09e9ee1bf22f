using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RabbitMQ.Client;
using Vas.Domain.Partners;

namespace Vas.Features.Partners;

/// <summary>This replica's way into the partners' virtual host: one connection, opened when there is something to say.</summary>
internal sealed class PartnerExchange(PartnerBrokerAddress address) : IAsyncDisposable
{
    private const string Name = "partner-events";

    /// <summary>Whoever fetches nothing for so long finds the rest in the feed: the oldest go, and the sequence shows it.</summary>
    private const int MaxLength = 100_000;

    private readonly ConcurrentDictionary<string, bool> _declared = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _alone = new(1); // a channel is one caller's at a time
    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>Publishes in order; returns when the broker has each one on disk in the provider's queue.</summary>
    /// <exception cref="RabbitMQ.Client.Exceptions.PublishException">
    /// It refused one, or the queue is gone; the next call declares it again.
    /// </exception>
    public async Task PublishAsync(PartnerQueue queue, IEnumerable<PartnerEvent> events, CancellationToken ct)
    {
        await _alone.WaitAsync(ct);
        try
        {
            var channel = await ChannelAsync(ct);
            await DeclareAsync(channel, queue, ct);
            foreach (var @event in events)
            {
                var properties = new BasicProperties
                {
                    Persistent = true,
                    MessageId = @event.EventId.ToString(),
                    Type = @event.Type,
                    ContentType = CloudEvent.ContentType,
                };
                var body = Encoding.UTF8.GetBytes(@event.Body);
                await channel.BasicPublishAsync(Name, RoutingKey(queue), mandatory: true, properties, body, ct);
            }
        }
        catch
        {
            _declared.TryRemove(queue.Name, out _);
            throw;
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>Declares what is published to: exchange, queue and binding.</summary>
    public Task DeclareAsync(PartnerQueue queue, CancellationToken ct)
    {
        Forget(queue);
        return PublishAsync(queue, [], ct);
    }

    /// <summary>It was removed, maybe by another replica; one of the same name is declared anew.</summary>
    public void Forget(PartnerQueue queue) => _declared.TryRemove(queue.Name, out _);

    public async ValueTask DisposeAsync()
    {
        _alone.Dispose();
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task DeclareAsync(IChannel channel, PartnerQueue queue, CancellationToken ct)
    {
        if (_declared.ContainsKey(queue.Name))
        {
            return;
        }

        var arguments = new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-max-length"] = MaxLength,
            ["x-overflow"] = "drop-head",
        };
        await channel.ExchangeDeclareAsync(Name, ExchangeType.Topic, durable: true, cancellationToken: ct);
        await channel.QueueDeclareAsync(queue.Name, true, false, false, arguments, cancellationToken: ct);
        await channel.QueueBindAsync(queue.Name, Name, RoutingKey(queue), cancellationToken: ct);
        _declared[queue.Name] = true;
    }

    private async Task<IChannel> ChannelAsync(CancellationToken ct)
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _declared.Clear();
        _connection = await new ConnectionFactory
        {
            Uri = address.Amqp,
            AutomaticRecoveryEnabled = false, // the next call opens a new one
            ClientProvidedName = "vas partner events",
        }.CreateConnectionAsync(ct);
        _channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: null
            ),
            ct
        );
        return _channel;
    }

    private static string RoutingKey(PartnerQueue queue) => queue.ProviderId.ToString();
}
