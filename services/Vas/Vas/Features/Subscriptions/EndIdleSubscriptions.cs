using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using ServiceDefaults.Work;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What nobody used for months ends by itself and charges nobody by surprise (features.md V5, vas.inactive_cancel).</summary>
internal sealed class EndIdleSubscriptions(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    PolicyBook policies,
    ILogger<EndIdleSubscriptions> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<VasDb>();
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());
        var (terms, today) = (book.SubscriptionTermsAt(now), now.DateIn(book.Calendar.Zone));
        var before = today.AddMonths(-terms.InactiveAfter);
        await using var claim = await db.Database.BeginTransactionAsync(ct);
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
        var ending = idle.FindAll(it => it.IsIdle(terms, today));
        var offered = await db.ServicesOfAsync(ending, ct);
        foreach (var subscription in ending)
        {
            subscription.Stop(SubscriptionEnd.Inactivity, now);
            db.Outbox.AddOver(subscription, offered[subscription.ServiceId]);
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return ending.Count;
    }
}
