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

namespace Vas.Features.Subscriptions;

/// <summary>
/// A month begins for monthly services, and days before that each customer is told, once, that he can still stop
/// (features.md V5, vas.renewal_notice).
/// </summary>
internal sealed class RenewDueSubscriptions(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    PolicyBook policies,
    ILogger<RenewDueSubscriptions> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<VasDb>();
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());
        var (terms, today) = (book.SubscriptionTermsAt(now), now.DateIn(book.Calendar.Zone));
        var until = today.AddDays(terms.RenewalNotice);
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var due = await db
            .Subscriptions.FromSql(
                $"""
                select * from vas_subscriptions
                 where status = 'Active' and renews_on <= {until}
                   and (renews_on <= {today} or noticed_for is distinct from renews_on)
                 order by renews_on
                 limit 200
                   for no key update skip locked
                """
            )
            .ToListAsync(ct);
        var offered = await db.ServicesOfAsync(due, ct);
        foreach (var subscription in due)
        {
            if (subscription.Renew(terms, today) is { } renewsOn)
            {
                db.Outbox.AddRenewing(subscription, offered[subscription.ServiceId], renewsOn, now);
            }
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return due.Count;
    }
}
