using System;
using System.Threading.Tasks;
using MassTransit;

namespace Testing;

/// <summary>Says events on the broker as their owners do, so that a service under test hears them.</summary>
public sealed class EventSource : IAsyncDisposable
{
    private readonly IBusControl _bus;

    private EventSource(IBusControl bus) => _bus = bus;

    public static async Task<EventSource> OpenAsync(string messaging)
    {
        var bus = Bus.Factory.CreateUsingRabbitMq(broker => broker.Host(new Uri(messaging)));
        await bus.StartAsync();
        return new(bus);
    }

    /// <param name="event">The event.</param>
    /// <param name="messageId">The outbox row's id; the same one again is a second delivery of the same message.</param>
    public Task SayAsync<TEvent>(TEvent @event, Guid? messageId = null)
        where TEvent : class => _bus.Publish(@event, context => context.MessageId = messageId ?? Guid.CreateVersion7());

    public async ValueTask DisposeAsync() => await _bus.StopAsync();
}
