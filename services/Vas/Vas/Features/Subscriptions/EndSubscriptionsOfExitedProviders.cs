using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Work;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// A provider that left takes its services along (features.md V4, V9). In portions, and past rows that somebody holds: a
/// provider that goes on trying to charge cannot keep its own exit from taking effect. By the provider's state and not by
/// the event, so that a confirmation that came at the same moment is ended, too.
/// </summary>
internal sealed class EndSubscriptionsOfExitedProviders(
    IServiceScopeFactory scopes,
    ILogger<EndSubscriptionsOfExitedProviders> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<VasDb>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var open = await db
            .Subscriptions.FromSql(
                $"""
                select s.* from vas_subscriptions s
                  join providers p on p.id = s.provider_id
                 where p.status = 'Exited' and s.status in ('PendingActive', 'Active')
                 limit 200
                   for no key update of s skip locked
                """
            )
            .ToListAsync(ct);
        await services.GetRequiredService<EndManySubscriptions>().EndAsync(open, SubscriptionEnd.ProviderExit, ct);
        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return open.Count;
    }
}
