using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What nobody used for months ends by itself and charges nobody by surprise (features.md V5, vas.inactive_cancel).</summary>
internal sealed class EndIdleSubscriptions(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    PolicyBook policies,
    ILogger<EndIdleSubscriptions> log
) : EndingSweep(scopes, SubscriptionEnd.Inactivity, log)
{
    protected override async Task<List<Subscription>> HoldDueAsync(VasDb db, CancellationToken ct)
    {
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());
        var (terms, today) = (book.SubscriptionTermsAt(now), now.DateIn(book.Calendar.Zone));
        var before = today.AddMonths(-terms.InactiveAfter);
        var idle = await db
            .Subscriptions.FromSql(
                $"""
                select * from vas_subscriptions
                 where status = 'Active' and last_active_on <= {before}
                 order by last_active_on
                 limit 200
                   for no key update skip locked
                """
            )
            .ToListAsync(ct);
        return idle.FindAll(it => it.IsIdle(terms, today));
    }
}
