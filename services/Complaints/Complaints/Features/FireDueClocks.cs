using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Chaos;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Complaints.Features;

/// <summary>
/// Warns before promises end and takes a case one level up when one was missed (features.md C4): each once, at most a
/// second late, by whichever replica gets to it. What is fired and what is said of it are one commit.
/// </summary>
internal sealed class FireDueClocks(IServiceScopeFactory scopes, BusinessClock clock, ILogger<FireDueClocks> log)
    : Sweep(scopes, log)
{
    /// <summary>A quarter of the second that a clock may be late.</summary>
    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(250);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<ComplaintsDb>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();

        // First the cases are locked, then read: a statement that does both would lock the newest case and join clocks
        // of before. The case and not the clock is locked, because that is what every other writer holds first.
        var ids = await db
            .Database.SqlQuery<Guid>(
                $"""
                select c.id as "Value" from promise_clocks k
                  join complaints c on c.id = k.complaint_id
                 where k.next_at <= {now}
                 order by k.next_at
                 limit 100
                   for no key update of c skip locked
                """
            )
            .ToListAsync(ct);
        var due = await db.Complaints.Where(complaint => ids.Contains(complaint.Id)).ToListAsync(ct);
        foreach (var complaint in due)
        {
            using var span = StoredTrace.Continue("fire clock", complaint.Traceparent);
            Fire(complaint, db, now);
            KillPoint.Reached(KillPoint.ClocksFiredBeforeCommit);
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return due.Count;
    }

    private static void Fire(Complaint complaint, ComplaintsDb db, DateTimeOffset now)
    {
        var before = complaint.Standing();
        foreach (var alarm in complaint.FireDueClocks(Acting.Service, now))
        {
            db.Outbox.AddAlarm(complaint, alarm, now);
        }

        db.Outbox.AddMove(complaint, before, now);
    }
}
