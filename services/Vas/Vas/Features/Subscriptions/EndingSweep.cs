using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Work;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>Ends subscriptions whose time is up, in portions, past rows that somebody holds.</summary>
internal abstract class EndingSweep(IServiceScopeFactory scopes, SubscriptionEnd reason, ILogger log)
    : Sweep(scopes, log)
{
    /// <summary>Holds the next ones that are over, with <c>skip locked</c>.</summary>
    protected abstract Task<List<Subscription>> HoldDueAsync(VasDb db, CancellationToken ct);

    protected sealed override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<VasDb>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var ending = await HoldDueAsync(db, ct);
        await services.GetRequiredService<EndManySubscriptions>().EndAsync(ending, reason, ct);
        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return ending.Count;
    }
}
