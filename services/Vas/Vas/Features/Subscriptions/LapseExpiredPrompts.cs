using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Time;
using ServiceDefaults.Work;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// A prompt that nobody answered in time lapses: nothing is subscribed, and the customer is told so (V3). It waits a little
/// for an answer that was in time and is still on its way here; one that was late is none, whenever it is read.
/// </summary>
internal sealed class LapseExpiredPrompts(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    ILogger<LapseExpiredPrompts> log
) : Sweep(scopes, log)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var (db, now) = (services.GetRequiredService<VasDb>(), clock.Now());
        var before = now - Grace;
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var expired = await db
            .Subscriptions.FromSql(
                $"""
                select * from vas_subscriptions
                 where status = 'PendingActive' and expires_at < {before}
                 order by expires_at
                 limit 100
                   for no key update skip locked
                """
            )
            .ToListAsync(ct);
        var offered = await db.ServicesOfAsync(expired, ct);
        foreach (var subscription in expired)
        {
            subscription.Lapse(SubscriptionEnd.Expired, now);
            db.Outbox.AddOver(subscription, offered[subscription.ServiceId]);
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return expired.Count;
    }
}
