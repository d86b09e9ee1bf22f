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
        var posted = 0;
        foreach (var due in await ClaimAsync(db, ct))
        {
            using var span = StoredTrace.Continue("post charge", due.Traceparent);
            db.ChangeTracker.Clear();
            var charge = await db.Charges.SingleAsync(it => it.Id == due.Id, ct);
            var service = await db.OfferedServiceAsync(charge.ServiceId, ct);
            await services.GetRequiredService<ChargePosting>().PostAsync(charge, service!, ct);
            posted += charge.Status == ChargeStatus.Pending ? 0 : 1;
        }

        return posted;
    }

    private Task<List<Due>> ClaimAsync(VasDb db, CancellationToken ct)
    {
        var now = systemClock.Now();
        return db
            .Database.SqlQuery<Due>(
                $"""
                update vas_charges set due_at = {now + ChargePosting.Lease}
                 where id in (select id from vas_charges
                               where status = 'Pending' and due_at <= {now}
                               order by due_at
                               limit 5
                                 for no key update skip locked)
                returning id as "Id", traceparent as "Traceparent"
                """
            )
            .ToListAsync(ct);
    }

    private sealed record Due(Guid Id, string? Traceparent);
}
