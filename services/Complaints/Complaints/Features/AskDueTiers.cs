using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Complaints.Features;

/// <summary>Cases that were taken while Loyalty was away get their tier, and with it their priority, when it is back (C5).</summary>
internal sealed class AskDueTiers(IServiceScopeFactory scopes, BusinessClock clock, ILogger<AskDueTiers> log)
    : Sweep(scopes, log)
{
    /// <summary>Longer than ten questions to a Loyalty that hangs: until then no other replica asks the same ones.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(15);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<ComplaintsDb>();
        var loyalty = services.GetRequiredService<TierInquiry>();
        var settled = 0;
        foreach (var due in await ClaimAsync(db, ct))
        {
            using var span = StoredTrace.Continue("ask tier", due.Traceparent);
            var answer = await loyalty.AskAsync(due.AccountId, ct); // no case is held while Loyalty makes us wait
            settled += await RecordAsync(db, due.Id, answer, ct) ? 1 : 0;
        }

        return settled;
    }

    private Task<List<Due>> ClaimAsync(ComplaintsDb db, CancellationToken ct)
    {
        var now = clock.Now();
        return db
            .Database.SqlQuery<Due>(
                $"""
                update complaints set tier_due_at = {now + Claim}
                 where id in (select id from complaints
                               where tier_due_at <= {now}
                               order by tier_due_at
                               limit 10
                                 for no key update skip locked)
                returning id as "Id", account_id as "AccountId", traceparent as "Traceparent"
                """
            )
            .ToListAsync(ct);
    }

    /// <returns>False when Loyalty is still away, or the case is no longer worked on.</returns>
    private async Task<bool> RecordAsync(ComplaintsDb db, Guid id, TierAnswer answer, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var complaint = await db.Complaints.SingleAsync(c => c.Id == id, ct);
        var isSettled = complaint.SettleTier(answer, Acting.Service, clock.Now());
        await db.SaveChangesAsync(ct);
        return isSettled;
    }

    private sealed record Due(Guid Id, Guid? AccountId, string? Traceparent);
}
