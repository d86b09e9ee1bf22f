using System;
using System.Linq;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Channels;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using Notifications.Domain;
using Rules;
using ServiceDefaults.Chaos;
using ServiceDefaults.Messaging;

namespace Notifications.Features;

/// <summary>
/// Owners want partners told: each delivery is kept once per id and is due at once (features.md N9). The id is the
/// delivery's key for ever, so no inbox row is needed, and what arrives together is one commit: at least 1,000 a second.
/// </summary>
internal sealed class KeepDeliveryWhenDeliveryRequested(NotificationsDb db, DeliverySignal signal, TimeProvider clock)
    : IConsumer<Batch<DeliveryRequested>>
{
    public async Task Consume(ConsumeContext<Batch<DeliveryRequested>> context)
    {
        var ct = context.CancellationToken;
        var wanted = context.Message.DistinctBy(one => one.Message.DeliveryId).ToList();
        var ids = wanted.Select(one => one.Message.DeliveryId).ToArray();
        var known = await db.Deliveries.Where(d => ids.Contains(d.Id)).Select(d => d.Id).ToListAsync(ct);
        var now = clock.Now();
        db.Deliveries.AddRange(
            from one in wanted
            where !known.Contains(one.Message.DeliveryId)
            select Delivery.Of(Wanted(one.Message), one.Traceparent(), now)
        );
        KillPoint.Reached(KillPoint.InboxWorkBeforeCommit);
        await db.SaveChangesAsync(ct);
        KillPoint.Reached(KillPoint.InboxCommittedBeforeAck);
        signal.Wake();
    }

    private static WantedDelivery Wanted(DeliveryRequested wanted) =>
        new(
            wanted.DeliveryId,
            wanted.SubscriptionId,
            wanted.Owner,
            wanted.Url,
            wanted.EventType,
            wanted.ContentType,
            wanted.Body,
            wanted.RequestedAt,
            wanted.PartnerId,
            wanted.SigningGeneration
        );
}
