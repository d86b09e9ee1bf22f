using System.Linq;
using Notifications.Domain;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>Ops see every delivery, a partner its own; for everybody else there is none (P4).</summary>
internal static class DeliveryOwnership
{
    public static IQueryable<Delivery> VisibleTo(this IQueryable<Delivery> deliveries, Caller caller) =>
        caller.IsPartner ? deliveries.Where(delivery => delivery.PartnerId == caller.PartnerId) : deliveries;
}
