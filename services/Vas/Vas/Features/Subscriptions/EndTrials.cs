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

/// <summary>A trial's free days are over: it ends, and charges nobody by surprise (features.md V2, vas.trial_autoconvert).</summary>
internal sealed class EndTrials(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    PolicyBook policies,
    ILogger<EndTrials> log
) : EndingSweep(scopes, SubscriptionEnd.TrialOver, log)
{
    protected override async Task<List<Subscription>> HoldDueAsync(VasDb db, CancellationToken ct)
    {
        var today = clock.Now().DateIn((await policies.ReadAsync(ct)).Calendar.Zone);
        return await db
            .Subscriptions.FromSql(
                $"""
                select * from vas_subscriptions
                 where status = 'Active' and trial_ends_on <= {today}
                 order by trial_ends_on
                 limit 200
                   for no key update skip locked
                """
            )
            .ToListAsync(ct);
    }
}
