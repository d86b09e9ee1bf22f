using System;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using Notifications.Domain;

namespace Notifications.Features;

/// <summary>What ended undelivered is told to the service that keeps the subscription, in the same commit.</summary>
internal static class TellOwnerOfFailure
{
    public static void TellOwner(this Delivery delivery, NotificationsDb db, DateTimeOffset now) =>
        db.Outbox.Add(
            delivery.Id,
            delivery.Version,
            new PartnerDeliveryFailed(
                delivery.Id,
                delivery.Version,
                delivery.SubscriptionId,
                delivery.Owner,
                delivery.StatusReason!,
                delivery.Status == DeliveryStatus.Gone,
                now
            )
        );
}
