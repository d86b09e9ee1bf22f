using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Work;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// Charges that were committed and whose answer from Billing nobody has: it was away, or this service died in between.
/// Leases are system time.
/// </summary>
internal sealed class PostPendingCharges(
    IServiceScopeFactory scopes,
    TimeProvider systemClock,
    ILogger<PostPendingCharges> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<VasDb>();
        var due = await ClaimAsync(db, ct);
        if (due.Count == 0)
        {
            return 0;
        }

        using var span = StoredTrace.Continue("post charges", due[0].Traceparent);
        var ids = due.Select(it => it.Id).ToArray();
        var charges = await db.Charges.AsNoTracking().Where(it => ids.Contains(it.Id)).ToListAsync(ct);
        var of = charges.Select(it => it.ServiceId).Distinct().ToArray();
        var offered = await db.OfferedServices()
            .Where(it => of.Contains(it.ServiceId))
            .ToDictionaryAsync(it => it.ServiceId, ct);
        var posted = await services
            .GetRequiredService<ChargePosting>()
            .PostAsync([.. charges.Select(it => new DecidedCharge(offered[it.ServiceId], it, Refusal: null))], ct);
        return posted.Count(it => it.Charge!.Status != ChargeStatus.Pending);
    }

    /// <summary>Of one request: they are one call again, in its trace.</summary>
    private Task<List<Due>> ClaimAsync(VasDb db, CancellationToken ct)
    {
        var now = systemClock.Now();
        return db
            .Database.SqlQuery<Due>(
                $"""
                update vas_charges set due_at = {now + ChargePosting.Lease}
                 where id in (select id from vas_charges
                               where status = 'Pending' and due_at <= {now}
                                 and traceparent is not distinct from (select traceparent from vas_charges
                                                                        where status = 'Pending' and due_at <= {now}
                                                                        order by due_at
                                                                        limit 1)
                               order by due_at
                               limit {ChargeCustomersRequest.Most}
                                 for no key update skip locked)
                returning id as "Id", traceparent as "Traceparent"
                """
            )
            .ToListAsync(ct);
    }

    private sealed record Due(Guid Id, string? Traceparent);
}
