using Microsoft.EntityFrameworkCore;
using Vas.Domain.Settlement;

namespace Vas.Data;

public sealed partial class VasDb
{
    public DbSet<ComplaintFact> ComplaintFacts => Set<ComplaintFact>();
    public DbSet<ComplaintRate> ComplaintRates => Set<ComplaintRate>();
    public DbSet<CaseRefund> CaseRefunds => Set<CaseRefund>();
    public DbSet<RefundSettlement> RefundSettlements => Set<RefundSettlement>();
    public DbSet<ChargeRefund> Refunds => Set<ChargeRefund>();
    public DbSet<ProviderFine> ProviderFines => Set<ProviderFine>();
    public DbSet<Statement> Statements => Set<Statement>();
    public DbSet<SettlementRun> SettlementRuns => Set<SettlementRun>();

    private static void MapSettlement(ModelBuilder model)
    {
        MapComplaints(model);
        model.Entity<SettlementRun>().Property(run => run.Version).IsConcurrencyToken();
        model.Entity<Statement>(statement =>
        {
            statement.Property(s => s.Version).IsConcurrencyToken();
            statement.Property(s => s.Status).HasConversion<string>();
            statement.Property(s => s.Rate).HasPrecision(12, 4);
            statement.Property(s => s.Factor).HasColumnType("numeric");
            statement.Property(s => s.Payable).HasPrecision(19, 2);
            statement.Property(s => s.CarriedForward).HasPrecision(19, 2);
            statement.HasMany(s => s.Lines).WithOne().HasForeignKey("StatementId").IsRequired();
            statement.HasMany(s => s.Objections).WithOne().HasForeignKey(o => o.StatementId).IsRequired();
        });
        model.Entity<StatementLine>(line =>
        {
            line.ToTable("StatementLines");
            line.Property(l => l.Id).ValueGeneratedNever();
            line.Property(l => l.Kind).HasConversion<string>();
            line.Property(l => l.Basis).HasPrecision(19, 2);
            line.Property(l => l.Rate).HasColumnType("numeric");
            line.Property(l => l.Amount).HasPrecision(19, 2);
            line.Ignore(l => l.Calculated);
        });
        model.Entity<Objection>(objection =>
        {
            objection.ToTable("Objections");
            objection.Property(o => o.Id).ValueGeneratedNever();
            objection.Property(o => o.Status).HasConversion<string>();
        });
    }

    private static void MapComplaints(ModelBuilder model)
    {
        model.Entity<ComplaintFact>(fact =>
        {
            fact.HasKey(f => f.ComplaintId);
            fact.Property(f => f.ComplaintId).ValueGeneratedNever();
        });
        model.Entity<ComplaintRate>(rate =>
        {
            rate.HasKey(r => new
            {
                r.ProviderId,
                r.Period,
                r.Definition,
            });
            rate.Property(r => r.Rate).HasPrecision(12, 4);
            rate.Property(r => r.Factor).HasColumnType("numeric");
        });
        model.Entity<CaseRefund>(refund =>
        {
            refund.HasKey(r => r.CompensationId);
            refund.Property(r => r.CompensationId).ValueGeneratedNever();
            refund.Property(r => r.Amount).HasPrecision(19, 2);
        });
        model.Entity<RefundSettlement>(settlement =>
        {
            settlement.HasKey(s => new { s.CompensationId, s.ProviderId });
            settlement.Property(s => s.Settled).HasPrecision(19, 2);
        });
        model.Entity<ChargeRefund>(refund =>
        {
            refund.ToTable("ChargeRefunds");
            refund.Property(r => r.Id).ValueGeneratedNever();
            refund.Property(r => r.Version).IsConcurrencyToken();
            refund.Property(r => r.Ground).HasConversion<string>();
            refund.Property(r => r.Status).HasConversion<string>();
            refund.Property(r => r.Amount).HasPrecision(19, 2);
            refund.Property(r => r.Extra).HasPrecision(19, 2);
        });
        model.Entity<ProviderFine>(fine =>
        {
            fine.HasKey(f => f.SanctionId);
            fine.Property(f => f.SanctionId).ValueGeneratedNever();
            fine.Property(f => f.Amount).HasPrecision(19, 2);
            fine.Property(f => f.Settled).HasPrecision(19, 2);
        });
    }
}
