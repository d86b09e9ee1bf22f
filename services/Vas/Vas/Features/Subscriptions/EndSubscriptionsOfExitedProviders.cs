using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
) : EndingSweep(scopes, SubscriptionEnd.ProviderExit, log)
{
    protected override Task<List<Subscription>> HoldDueAsync(VasDb db, CancellationToken ct) =>
        db
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
}
