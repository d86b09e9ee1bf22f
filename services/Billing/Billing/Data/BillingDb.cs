using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Domain;
using Billing.Domain.Bills;
using Billing.Domain.Credit;
using Billing.Domain.Ledger;
using Billing.Domain.Subscriptions;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Data;

namespace Billing.Data;

public sealed class BillingDb(DbContextOptions<BillingDb> options) : ServiceDb(options)
{
    /// <summary>How prices stand in the database: enumerations as words, so that a row can be read.</summary>
    internal static readonly JsonSerializerOptions PriceJson = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Offering> Offerings => Set<Offering>();
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<UsageTotal> UsageTotals => Set<UsageTotal>();
    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();
    public DbSet<BillRun> BillRuns => Set<BillRun>();
    public DbSet<Bill> Bills => Set<Bill>();
    public DbSet<LineStanding> LineStandings => Set<LineStanding>();
    public DbSet<LineOrder> LineOrders => Set<LineOrder>();
    public DbSet<DunningDay> DunningDays => Set<DunningDay>();
    public DbSet<ArrearsReminder> ArrearsReminders => Set<ArrearsReminder>();
    public DbSet<RestoreGuarantee> RestoreGuarantees => Set<RestoreGuarantee>();
    public DbSet<BillDispute> BillDisputes => Set<BillDispute>();

    protected override void Map(ModelBuilder model)
    {
        MapAccounts(model);
        MapTariffs(model);
        MapUsage(model);
        MapLedger(model);
        MapBills(model);
        MapPayments(model);
        MapCompensations(model);
        MapCredit(model);
    }

    private static void MapAccounts(ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.Property(a => a.Version).IsConcurrencyToken();
            account.Property(a => a.CustomerGroup).HasConversion<string>();
            account.ComplexProperty(
                a => a.Contact,
                contact =>
                {
                    contact.Property(c => c.PhoneNumber).HasColumnName("ContactPhone");
                    contact.Property(c => c.Email).HasColumnName("ContactEmail");
                    contact.Property(c => c.Language).HasColumnName("ContactLanguage");
                }
            );
            account.HasMany(a => a.Lines).WithOne().HasForeignKey("AccountId").IsRequired();
        });
        model.Entity<Line>(line =>
        {
            line.ToTable("Lines");
            line.Property(l => l.Id).ValueGeneratedNever();
            line.Property(l => l.Kind).HasConversion<string>();
        });
    }

    private static void MapTariffs(ModelBuilder model)
    {
        model.Entity<Offering>(offering =>
        {
            offering.HasKey(o => new { o.CatalogueId, o.OfferingId });
            offering.Property(o => o.LineKind).HasConversion<string>();
            offering
                .Property(o => o.Price)
                .HasColumnType("jsonb")
                .HasConversion(
                    price => JsonSerializer.Serialize(price, PriceJson),
                    json => JsonSerializer.Deserialize<PricePlan>(json, PriceJson)!
                );
        });
        model.Entity<Subscription>(subscription =>
        {
            subscription.Property(s => s.Version).IsConcurrencyToken();
            subscription.Property(s => s.EndReason).HasConversion<string>();
        });
    }

    private static void MapUsage(ModelBuilder model) =>
        model.Entity<UsageTotal>(total =>
        {
            total.HasKey(t => new
            {
                t.SubscriptionId,
                t.Period,
                t.Kind,
            });
            total.Property(t => t.Kind).HasConversion<string>();
        });

    private static void MapLedger(ModelBuilder model)
    {
        model.Entity<LedgerEntry>(entry =>
        {
            entry.Property(e => e.Kind).HasConversion<string>();
            entry.HasMany(e => e.Postings).WithOne().HasForeignKey("EntryId").IsRequired();
        });
        model.Entity<Posting>(posting =>
        {
            posting.ToTable("LedgerPostings");
            posting.HasKey("EntryId", nameof(Posting.Seq));
            posting.Property(p => p.Seq).ValueGeneratedNever();
            posting.Property(p => p.Amount).HasPrecision(19, 2);
        });
    }

    private static void MapBills(ModelBuilder model)
    {
        model.Entity<BillRun>(run =>
        {
            run.Property(r => r.Version).IsConcurrencyToken();
            run.Property(r => r.Status).HasConversion<string>();
        });
        model.Entity<Bill>(bill =>
        {
            bill.Property(b => b.Version).IsConcurrencyToken();
            bill.Property(b => b.Status).HasConversion<string>();
            bill.Property(b => b.AmountDue).HasPrecision(19, 2);
            bill.Property(b => b.OwnCharges).HasPrecision(19, 2);
            bill.Ignore(b => b.Open);
            bill.HasMany(b => b.Lines).WithOne().HasForeignKey("BillId").IsRequired();
        });
        model.Entity<BillLine>(line =>
        {
            line.ToTable("BillLines");
            line.HasKey("BillId", nameof(BillLine.Seq));
            line.Property(l => l.Seq).ValueGeneratedNever();
            line.Property(l => l.Kind).HasConversion<string>();
            line.Property(l => l.Amount).HasPrecision(19, 2);
            line.Property(l => l.Settled).HasPrecision(19, 2);
            line.Ignore(l => l.Open);
        });
    }

    private static void MapPayments(ModelBuilder model) => _ = model;

    private static void MapCompensations(ModelBuilder model) => _ = model;

    private static void MapCredit(ModelBuilder model)
    {
        model.Entity<LineStanding>(standing =>
        {
            standing.HasKey(s => s.LineId);
            standing.Property(s => s.LineId).ValueGeneratedNever();
            standing.Property(s => s.Version).IsConcurrencyToken();
            standing.Property(s => s.LineKind).HasConversion<string>();
            standing.Property(s => s.Status).HasConversion<string>();
        });
        model.Entity<LineOrder>(order =>
        {
            order.Property(o => o.State).HasConversion<string>();
            order.Property(o => o.Status).HasConversion<string>();
            order.Property(o => o.Lane).HasConversion<string>();
        });
        model.Entity<DunningDay>().HasKey(day => new { day.Kind, day.Day });
        model.Entity<ArrearsReminder>().HasKey(reminder => new { reminder.BillId, reminder.DaysFromDue });
        model.Entity<RestoreGuarantee>(guarantee =>
        {
            guarantee.Property(g => g.Version).IsConcurrencyToken();
            guarantee.Ignore(g => g.Took);
        });
        model.Entity<BillDispute>().Property(d => d.Version).IsConcurrencyToken();

        // The promise is there before the line that runs under it.
        model
            .Entity<LineStanding>()
            .HasOne<RestoreGuarantee>()
            .WithMany()
            .HasForeignKey(standing => standing.GuaranteeId);
    }
}
