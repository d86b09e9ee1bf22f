using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Data;

namespace Complaints.Data;

public sealed class ComplaintsDb(DbContextOptions<ComplaintsDb> options) : ServiceDb(options)
{
    public DbSet<Complaint> Complaints => Set<Complaint>();
    public DbSet<HistoryEntry> History => Set<HistoryEntry>();
    public DbSet<PolicyAdoption> Adoptions => Set<PolicyAdoption>();

    /// <summary>The next readable number; gaps are harmless, a number is never given twice.</summary>
    public async Task<string> NextCaseNumberAsync(DateTimeOffset now, CancellationToken ct)
    {
        var next = await Database.SqlQuery<long>($"select nextval('case_number') as \"Value\"").SingleAsync(ct);
        return string.Create(CultureInfo.InvariantCulture, $"C-{now:yyyyMMdd}-{next:000000}");
    }

    protected override void Map(ModelBuilder model)
    {
        model.Entity<HistoryEntry>(entry =>
        {
            entry.ToTable("ComplaintHistory");
            entry.HasKey(e => e.Position);
            entry.Property(e => e.Position).UseIdentityAlwaysColumn();
        });
        model.Entity<CaseClock>(clock =>
        {
            clock.ToTable("PromiseClocks");
            clock.HasKey(c => new
            {
                c.ComplaintId,
                c.Kind,
                c.Round,
            });
            clock.Property(c => c.Kind).HasConversion<string>();
            clock.Property(c => c.Status).HasConversion<string>();
            clock.Property(c => c.Unit).HasConversion<string>();
            clock.Property(c => c.Counts).HasConversion<string>();
        });
        model.Entity<CaseWait>(wait =>
        {
            wait.ToTable("ComplaintWaits");
            wait.HasKey(w => new { w.ComplaintId, w.Number });
        });
        model.Entity<Callback>(callback =>
        {
            callback.ToTable("ComplaintCallbacks");
            callback.HasKey(c => c.Position);
            callback.Property(c => c.Position).UseIdentityAlwaysColumn();
            callback.Property(c => c.Outcome).HasConversion<string>();
        });
        model.Entity<Finding>(finding =>
        {
            finding.ToTable("ComplaintFindings");
            finding.HasKey(f => f.Position);
            finding.Property(f => f.Position).UseIdentityAlwaysColumn();
            finding.Property(f => f.Responsible).HasConversion<string>();
        });
        model.Entity<PolicyAdoption>(adoption =>
        {
            adoption.ToTable("PolicyAdoptions");
            adoption.HasKey(a => new
            {
                a.Key,
                a.Jurisdiction,
                a.Version,
            });
        });
        model.Entity<Complaint>(complaint =>
        {
            complaint.HasMany(c => c.History).WithOne().HasForeignKey(e => e.ComplaintId);
            complaint.Property(c => c.Version).IsConcurrencyToken();
            complaint.Property(c => c.TicketType).HasConversion<string>();
            complaint.Property(c => c.Severity).HasConversion<string>();
            complaint.Property(c => c.Channel).HasConversion<string>();
            complaint.Property(c => c.Nature).HasConversion<string>();
            complaint.Ignore(c => c.Finding);
            complaint.Property(c => c.Status).HasConversion<string>();
            complaint.Property(c => c.AccountCheck).HasConversion<string>();
            complaint.Property(c => c.Tier).HasConversion<string>();
            complaint.Property(c => c.EscalationLevel).HasConversion<string>();
            complaint.HasMany(c => c.Clocks).WithOne().HasForeignKey(clock => clock.ComplaintId);
            complaint.HasMany(c => c.Waits).WithOne().HasForeignKey(wait => wait.ComplaintId);
            complaint.HasMany(c => c.Findings).WithOne().HasForeignKey(finding => finding.ComplaintId);
            complaint.HasMany(c => c.Callbacks).WithOne().HasForeignKey(callback => callback.ComplaintId);

            // Whoever changes a case changes its clocks: read without them, they would silently run on. What only reads
            // says IgnoreAutoIncludes.
            complaint.Navigation(c => c.Clocks).AutoInclude();
            complaint.Navigation(c => c.Waits).AutoInclude();
        });
    }
}
