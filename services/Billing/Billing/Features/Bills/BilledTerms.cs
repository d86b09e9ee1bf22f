using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Tariffs;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Bills;

/// <summary>
/// What the offerings that accounts are subscribed to cost. A published catalogue never changes, so what was read once
/// holds; a catalogue has a few dozen offerings.
/// </summary>
internal sealed class BilledTerms
{
    private readonly Dictionary<(Guid Catalogue, Guid Offering), Offering> _known = [];

    public async Task LearnAsync(BillingDb db, IEnumerable<AccountToBill> accounts, CancellationToken ct)
    {
        var unknown = accounts
            .SelectMany(account => account.Subscriptions)
            .Where(subscription => !_known.ContainsKey((subscription.CatalogueId, subscription.OfferingId)))
            .Select(subscription => subscription.CatalogueId)
            .ToHashSet();
        if (unknown.Count == 0)
        {
            return;
        }

        foreach (
            var offering in await db
                .Offerings.AsNoTracking()
                .Where(o => unknown.Contains(o.CatalogueId))
                .ToListAsync(ct)
        )
        {
            _known[(offering.CatalogueId, offering.OfferingId)] = offering;
        }
    }

    public BilledSubscription Of(SubscriptionToBill subscription)
    {
        var offering = _known[(subscription.CatalogueId, subscription.OfferingId)];
        return new(
            subscription.Id,
            subscription.LineId,
            subscription.StartsOn,
            subscription.EndsOn,
            offering.NameZh,
            offering.NameEn,
            offering.Price
        );
    }
}
