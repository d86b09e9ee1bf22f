using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Usage;

/// <summary>
/// Plans ready for rating, kept in memory for good: subscriptions stand on published catalogues, which never change, and
/// an operator has some dozens of plans a catalogue.
/// </summary>
internal sealed class PreparedPlans
{
    private readonly ConcurrentDictionary<(Guid Catalogue, Guid Offering), PreparedPlan> _plans = new();

    /// <returns>By catalogue and offering; all that were asked for.</returns>
    public async Task<IReadOnlyDictionary<(Guid Catalogue, Guid Offering), PreparedPlan>> OfAsync(
        BillingDb db,
        IEnumerable<(Guid Catalogue, Guid Offering)> wanted,
        CancellationToken ct
    )
    {
        var missing = wanted.Distinct().Where(plan => !_plans.ContainsKey(plan)).ToList();
        if (missing.Count > 0)
        {
            var catalogues = missing.Select(plan => plan.Catalogue).Distinct().ToList();
            var offerings = missing.Select(plan => plan.Offering).Distinct().ToList();
            var found = db
                .Offerings.AsNoTracking()
                .Where(o => catalogues.Contains(o.CatalogueId) && offerings.Contains(o.OfferingId));
            await foreach (var offering in found.AsAsyncEnumerable().WithCancellation(ct))
            {
                _plans.TryAdd((offering.CatalogueId, offering.OfferingId), PreparedPlan.Of(offering.Price));
            }
        }

        return _plans;
    }
}
