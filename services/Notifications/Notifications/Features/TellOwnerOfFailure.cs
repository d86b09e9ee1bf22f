using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using Notifications.Domain;

namespace Notifications.Features;

/// <summary>What ended undelivered is told to the service that keeps the subscription, in the same commit.</summary>
internal static class TellOwnerOfFailure
{
    public static async Task TellOwnerAsync(
        this Delivery delivery,
        NotificationsDb db,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var isGone = delivery.Status == DeliveryStatus.Gone;
        db.Outbox.Add(
            delivery.Id,
            delivery.Version,
            new PartnerDeliveryFailed(
                delivery.Id,
                delivery.Version,
                delivery.SubscriptionId,
                delivery.Owner,
                delivery.StatusReason!,
                isGone,
                now,
                isGone ? null : await FailingSinceAsync(delivery, db, ct)
            )
        );
    }

    /// <summary>The first that was wanted after the last one that came through: from then on nothing did.</summary>
    private static async Task<DateTimeOffset?> FailingSinceAsync(
        Delivery delivery,
        NotificationsDb db,
        CancellationToken ct
    )
    {
        var all = db.Deliveries.AsNoTracking().Where(other => other.SubscriptionId == delivery.SubscriptionId);
        var cameThrough = await all.Where(other => other.Status == DeliveryStatus.Delivered)
            .OrderByDescending(other => other.RequestedAt)
            .Select(other => (DateTimeOffset?)other.RequestedAt)
            .FirstOrDefaultAsync(ct);
        return await all.Where(other => cameThrough == null || other.RequestedAt > cameThrough)
            .MinAsync(other => (DateTimeOffset?)other.RequestedAt, ct);
    }
}
