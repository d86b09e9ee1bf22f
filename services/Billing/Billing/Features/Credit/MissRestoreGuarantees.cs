using System;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Billing.Features.Credit;

/// <summary>
/// Says once that a line was not restored in the promised time (features.md B11); Complaints opens a case by itself.
/// The switch is told on all the same.
/// </summary>
internal sealed class MissRestoreGuarantees(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    ILogger<MissRestoreGuarantees> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<BillingDb>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();
        var due = await db
            .RestoreGuarantees.FromSql(
                $"""
                select * from restore_guarantees
                 where restored_at is null and missed_at is null and due_at <= {now}
                 order by due_at
                 limit 100
                   for no key update skip locked
                """
            )
            .ToListAsync(ct);
        foreach (var guarantee in due)
        {
            guarantee.Miss(now);
            db.Outbox.Add(
                guarantee.Id,
                guarantee.Version,
                new RestoreGuaranteeMissed(
                    guarantee.Id,
                    guarantee.Version,
                    guarantee.AccountId,
                    guarantee.LineId,
                    guarantee.ServiceNumber,
                    guarantee.PaidAt,
                    guarantee.DueAt,
                    now
                )
            );
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return due.Count;
    }
}
