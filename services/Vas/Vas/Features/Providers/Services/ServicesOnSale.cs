using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Rules;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Services;

/// <summary>
/// What a subscribing transaction asks: the rows themselves, held until it ends, and no copy of them anywhere. So nothing
/// is subscribed on any replica once a suspension has committed (features.md V9).
/// </summary>
internal static class ServicesOnSale
{
    /// <summary>The service with its provider; null when there is none.</summary>
    /// <exception cref="RuleViolation">
    /// <c>service.not-live</c>, <c>provider.not-active</c>, <c>provider.sales-suspended</c>.
    /// </exception>
    public static async Task<ServiceOfProvider?> OnSaleAsync(this VasDb db, Guid serviceId, CancellationToken ct)
    {
        // First the locks, then the read: a statement that does both would read rows of before. Shared, so that
        // subscribers do not wait for each other, only a suspension for those who were first.
        await db.Database.ExecuteSqlAsync(
            $"""
            select from providers p join vas_services s on s.provider_id = p.id where s.id = {serviceId} for share
            """,
            ct
        );
        var row = await db
            .Services.AsNoTracking()
            .Where(service => service.Id == serviceId)
            .WithProvider(db)
            .SingleOrDefaultAsync(ct);
        if (row is { Service.Status: not VasServiceStatus.Live })
        {
            throw new RuleViolation("service.not-live", "The service is not offered.");
        }

        row?.Provider.RequireSelling();
        return row;
    }
}
