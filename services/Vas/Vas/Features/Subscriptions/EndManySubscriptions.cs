using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What runs or waits where the ground is gone is over; the caller saves.</summary>
internal sealed class EndManySubscriptions(VasDb db, BusinessClock clock)
{
    public async Task WhereAsync(
        Expression<Func<Subscription, bool>> which,
        SubscriptionEnd reason,
        CancellationToken ct
    )
    {
        var open = await db
            .Subscriptions.Where(which)
            .Where(it => it.Status == SubscriptionStatus.Active || it.Status == SubscriptionStatus.PendingActive)
            .ToListAsync(ct);
        await EndAsync(open, reason, ct);
    }

    public async Task EndAsync(IReadOnlyList<Subscription> open, SubscriptionEnd reason, CancellationToken ct)
    {
        var (offered, now) = (await db.ServicesOfAsync(open, ct), clock.Now());
        foreach (var subscription in open)
        {
            if (subscription.Status == SubscriptionStatus.PendingActive)
            {
                subscription.Lapse(reason, now);
            }
            else
            {
                subscription.Stop(reason, now);
            }

            db.Outbox.AddOver(subscription, offered[subscription.ServiceId]);
        }
    }
}
