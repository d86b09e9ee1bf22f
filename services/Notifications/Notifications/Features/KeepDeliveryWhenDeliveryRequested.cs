using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using Notifications.Domain;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.Telemetry;

namespace Notifications.Features;

/// <summary>An owner wants a partner told: the delivery is kept once per id and is due at once (features.md N9).</summary>
internal sealed class KeepDeliveryWhenDeliveryRequested(NotificationsDb db, System.TimeProvider clock)
    : IConsumer<DeliveryRequested>
{
    public Task Consume(ConsumeContext<DeliveryRequested> context) =>
        context.OnceAsync(
            db,
            nameof(KeepDeliveryWhenDeliveryRequested),
            async ct =>
            {
                var wanted = context.Message;
                if (await db.Deliveries.AnyAsync(delivery => delivery.Id == wanted.DeliveryId, ct))
                {
                    return;
                }

                db.Deliveries.Add(
                    Delivery.Of(
                        new WantedDelivery(
                            wanted.DeliveryId,
                            wanted.SubscriptionId,
                            wanted.Owner,
                            wanted.Url,
                            wanted.EventType,
                            wanted.ContentType,
                            wanted.Body,
                            wanted.RequestedAt
                        ),
                        StoredTrace.Current,
                        clock.Now()
                    )
                );
            }
        );
}
