using System;
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

        // The case is what is locked, not the clock: two of its clocks may be due together, and it changes only once.
        var due = await db
            .Complaints.FromSql(
                $"""
                select * from complaints
                 where id in (select complaint_id from complaint_clocks
                               where next_at <= {now} order by next_at limit 100)
                   for update skip locked
                """
            )
            .ToListAsync(ct);
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
        var level = complaint.EscalationLevel;
        foreach (var alarm in complaint.FireDueClocks(Acting.Service, now))
        {
            db.Outbox.AddAlarm(complaint, alarm, now);
        }

        if (complaint.EscalationLevel != level)
        {
            var fact = ComplaintFacts.Escalated(complaint, "A promise was missed.", now);
            db.Outbox.Add(complaint.Id, complaint.Version, fact);
        }
    }
}
