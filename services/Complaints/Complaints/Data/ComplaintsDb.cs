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
        model.Entity<Complaint>(complaint =>
        {
            complaint.HasMany(c => c.History).WithOne().HasForeignKey(e => e.ComplaintId);
            complaint.Property(c => c.Version).IsConcurrencyToken();
            complaint.Property(c => c.TicketType).HasConversion<string>();
            complaint.Property(c => c.Severity).HasConversion<string>();
            complaint.Property(c => c.Channel).HasConversion<string>();
            complaint.Property(c => c.Status).HasConversion<string>();
            complaint.Property(c => c.AccountCheck).HasConversion<string>();
        });
    }
}
