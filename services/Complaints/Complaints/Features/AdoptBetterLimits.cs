using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Complaints.Features;

/// <summary>
/// When a version of a limit takes effect, open cases that would get a better one get it (policies.md); the others keep
/// theirs. Goes through them in portions, remembers how far it came, and goes on after a crash or on another replica.
/// </summary>
internal sealed class AdoptBetterLimits(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    ILogger<AdoptBetterLimits> log
) : Sweep(scopes, log)
{
    private const int Portion = 200;

    protected override TimeSpan Rest => TimeSpan.FromSeconds(1);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<ComplaintsDb>();
        var book = services.GetRequiredService<PolicyBook>();
        var now = clock.Now();
        await NoteNewOnesAsync(db, await book.ReadAsync(ct), now, ct);

        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var adoption = await db
            .Adoptions.FromSql($"select * from policy_adoptions where done_at is null limit 1 for update skip locked")
            .SingleOrDefaultAsync(ct);
        if (adoption is null)
        {
            return 0;
        }

        var policies = await book.OpenAsync(db, ct); // as they are now: our own page may not know of the change yet
        var portion = await OpenCasesAsync(db, adoption, ct);
        foreach (var complaint in portion)
        {
            using var span = StoredTrace.Continue("adopt better limit", complaint.Traceparent);
            complaint.AdoptBetterLimits(policies.TermsAt(now, complaint.TicketType), Acting.Service, now);
        }

        adoption.Advance(portion.Count < Portion ? null : portion[^1].Id, now);
        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return 1;
    }

    /// <summary>Versions that took effect since the last look.</summary>
    private static async Task NoteNewOnesAsync(
        ComplaintsDb db,
        PoliciesInForce policies,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var inEffect = policies.Versions.Where(version =>
            version.EffectiveFrom <= now
            && policies.Jurisdictions.Contains(version.Jurisdiction)
            && ComplaintPolicies.Limits.Contains(version.Key)
        );
        var known = await db
            .Adoptions.AsNoTracking()
            .Select(a => new
            {
                a.Key,
                a.Jurisdiction,
                a.Version,
            })
            .ToListAsync(ct);
        foreach (
            var (key, jurisdiction, version) in inEffect
                .Select(version => (version.Key, version.Jurisdiction, version.Version))
                .Distinct()
                .Where(version => !known.Exists(a => (a.Key, a.Jurisdiction, a.Version) == version))
        )
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into policy_adoptions (key, jurisdiction, version, after_complaint)
                values ({key}, {jurisdiction}, {version}, {Guid.Empty})
                on conflict do nothing
                """,
                ct
            );
        }
    }

    /// <summary>Locked first and read then, see <see cref="FireDueClocks"/>.</summary>
    private static async Task<List<Complaint>> OpenCasesAsync(
        ComplaintsDb db,
        PolicyAdoption adoption,
        CancellationToken ct
    )
    {
        var ids = await db
            .Database.SqlQuery<Guid>(
                $"""
                select c.id as "Value" from complaints c
                 where c.id > {adoption.AfterComplaint}
                   and exists (select from promise_clocks k
                                where k.complaint_id = c.id and k.policy_key = {adoption.Key} and k.status <> 'Stopped')
                 order by c.id
                 limit {Portion}
                   for no key update of c
                """
            )
            .ToListAsync(ct);
        return await db
            .Complaints.Where(complaint => ids.Contains(complaint.Id))
            .OrderBy(complaint => complaint.Id)
            .ToListAsync(ct);
    }
}
