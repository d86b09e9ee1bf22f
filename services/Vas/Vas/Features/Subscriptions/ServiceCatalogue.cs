using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>Services and their providers as subscriptions read them, fresh: a sanction holds from its commit on.</summary>
internal static class ServiceCatalogue
{
    public static IQueryable<OfferedService> OfferedServices(this VasDb db) =>
        db.Database.SqlQuery<OfferedService>(
            $"""
            select s.id as "ServiceId", s.provider_id as "ProviderId", s.name_zh as "NameZh", s.name_en as "NameEn",
                   p.name_zh as "ProviderNameZh", p.name_en as "ProviderNameEn", s.price as "Price",
                   p.currency as "Currency", s.period as "Period", s.status as "Status",
                   p.number as "ProviderNumber", p.status as "ProviderStatus", p.sales_suspended as "SalesSuspended",
                   s.trial_days as "TrialDays"
              from vas_services s
              join providers p on p.id = s.provider_id
            """
        );

    public static Task<OfferedService?> OfferedServiceAsync(this VasDb db, Guid id, CancellationToken ct) =>
        db.OfferedServices().SingleOrDefaultAsync(service => service.ServiceId == id, ct);

    /// <summary>
    /// As a subscribing transaction reads it: service and provider stay as they are until it ends. So nothing is subscribed
    /// on any replica once a suspension has committed, and a suspension waits for those who were first (features.md V9).
    /// </summary>
    public static async Task<OfferedService?> HeldServiceAsync(this VasDb db, Guid id, CancellationToken ct)
    {
        // First the locks, then the read: a statement that does both would read rows of before. Shared, so that
        // subscribers do not wait for each other.
        await db.Database.ExecuteSqlAsync(
            $"""
            select from providers p join vas_services s on s.provider_id = p.id where s.id = {id} for share
            """,
            ct
        );
        return await db.OfferedServiceAsync(id, ct);
    }

    /// <summary>The services of these subscriptions, by id.</summary>
    public static async Task<IReadOnlyDictionary<Guid, OfferedService>> ServicesOfAsync(
        this VasDb db,
        IEnumerable<Subscription> subscriptions,
        CancellationToken ct
    )
    {
        var ids = subscriptions.Select(it => it.ServiceId).Distinct().ToArray();
        return ids.Length == 0 // as at almost every look of a sweep
            ? ImmutableDictionary<Guid, OfferedService>.Empty
            : await db.OfferedServices()
                .Where(service => ids.Contains(service.ServiceId))
                .ToDictionaryAsync(service => service.ServiceId, ct);
    }
}
