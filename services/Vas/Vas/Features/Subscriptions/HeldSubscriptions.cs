using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// The subscriptions that charges are for, held until the commit: a stop comes before a charge or after it, never in between.
/// </summary>
internal sealed class HeldSubscriptions
{
    private readonly Dictionary<Guid, Subscription> _byId;
    private readonly Dictionary<(Guid Service, string Number), Guid> _byNumber;

    private HeldSubscriptions(
        Dictionary<Guid, Subscription> byId,
        Dictionary<(Guid Service, string Number), Guid> byNumber
    ) => (_byId, _byNumber) = (byId, byNumber);

    public IReadOnlyCollection<Subscription> All => _byId.Values;

    public static async Task<HeldSubscriptions> HoldAsync(
        VasDb db,
        IReadOnlyCollection<WantedCharge> wanted,
        CancellationToken ct
    )
    {
        var byNumber = await OfNumbersAsync(db, [.. wanted.Where(it => it.SubscriptionId is null)], ct);
        var ids = wanted.Select(it => it.SubscriptionId).OfType<Guid>().Concat(byNumber.Values).Distinct().ToArray();
        var held = await db.HoldSubscriptionsAsync(ids, ct);
        return new(held.ToDictionary(it => it.Id), byNumber);
    }

    /// <returns>Null when there is none of that service and number.</returns>
    public Subscription? Of(WantedCharge wanted)
    {
        var id = wanted.SubscriptionId ?? _byNumber.GetValueOrDefault((wanted.ServiceId, wanted.ServiceNumber!));
        var found = _byId.GetValueOrDefault(id);
        return
            found?.ServiceId == wanted.ServiceId && (wanted.ServiceNumber ?? found.ServiceNumber) == found.ServiceNumber
            ? found
            : null;
    }

    /// <summary>The one that runs; if none does, the last, whose state says why not.</summary>
    private static async Task<Dictionary<(Guid Service, string Number), Guid>> OfNumbersAsync(
        VasDb db,
        List<WantedCharge> wanted,
        CancellationToken ct
    )
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        var services = wanted.Select(it => it.ServiceId).Distinct().ToArray();
        var numbers = wanted.Select(it => it.ServiceNumber!).Distinct().ToArray();
        var found = await db
            .Subscriptions.AsNoTracking()
            .Where(it => numbers.Contains(it.ServiceNumber) && services.Contains(it.ServiceId))
            .OrderByDescending(it => it.Status == SubscriptionStatus.Active)
            .ThenByDescending(it => it.RequestedAt)
            .Select(it => new
            {
                it.Id,
                it.ServiceId,
                it.ServiceNumber,
            })
            .ToListAsync(ct);
        return found
            .DistinctBy(it => (it.ServiceId, it.ServiceNumber))
            .ToDictionary(it => (it.ServiceId, it.ServiceNumber), it => it.Id);
    }
}
