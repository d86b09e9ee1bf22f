using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Domain;
using Billing.Domain.Bills;
using Billing.Domain.Charges;
using Billing.Domain.Compensations;
using Billing.Domain.Credit;
using Billing.Domain.Ledger;
using Billing.Domain.Payments;
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
    public DbSet<Catalogue> Catalogues => Set<Catalogue>();
    public DbSet<PlanFamily> PlanFamilies => Set<PlanFamily>();
    public DbSet<Offering> Offerings => Set<Offering>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<UsageTotal> UsageTotals => Set<UsageTotal>();
    public DbSet<UsageBatch> UsageBatches => Set<UsageBatch>();
    public DbSet<UsageReject> UsageRejects => Set<UsageReject>();
    public DbSet<UsageRecord> UsageRecords => Set<UsageRecord>();
    public DbSet<UsageSpecification> UsageSpecifications => Set<UsageSpecification>();
    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();
    public DbSet<BillRun> BillRuns => Set<BillRun>();
    public DbSet<Bill> Bills => Set<Bill>();
    public DbSet<Payment> Payments => Set<Payment>();
    public DbSet<Checkout> Checkouts => Set<Checkout>();
    public DbSet<PaymentIncident> PaymentIncidents => Set<PaymentIncident>();
    public DbSet<Compensation> Compensations => Set<Compensation>();
    public DbSet<LineStanding> LineStandings => Set<LineStanding>();
    public DbSet<LineOrder> LineOrders => Set<LineOrder>();
    public DbSet<DunningDay> DunningDays => Set<DunningDay>();
    public DbSet<ArrearsReminder> ArrearsReminders => Set<ArrearsReminder>();
    public DbSet<RestoreGuarantee> RestoreGuarantees => Set<RestoreGuarantee>();
    public DbSet<BillDispute> BillDisputes => Set<BillDispute>();
    public DbSet<ThirdPartyCharge> ThirdPartyCharges => Set<ThirdPartyCharge>();

    /// <summary>Whether an order to the switch was placed: asked at every commit, to send it at once (features.md B11).</summary>
    internal bool OrdersTheSwitch { get; set; }

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
        MapCharges(model);
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
        model.Entity<Catalogue>(catalogue =>
        {
            catalogue.Property(c => c.Version).IsConcurrencyToken();
            catalogue.Property(c => c.Status).HasConversion<string>();
            catalogue.Ignore(c => c.Offerings);
            catalogue.HasMany(c => c.Families).WithOne().HasForeignKey(f => f.CatalogueId);
        });
        model.Entity<PlanFamily>(family =>
        {
            family.Property(f => f.Id).ValueGeneratedNever();
            family.Property(f => f.CustomerGroup).HasConversion<string>();
            family.HasMany(f => f.Offerings).WithOne().HasForeignKey(o => o.FamilyId);
        });
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

            // Who says that a consent is written before what rests on it.
            subscription.HasOne<Consent>().WithMany().HasForeignKey(s => s.ConsentId);
            subscription.HasOne<Consent>().WithMany().HasForeignKey(s => s.EndConsentId);
        });
    }

    private static void MapUsage(ModelBuilder model)
    {
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
        model.Entity<UsageBatch>(batch => batch.HasMany(b => b.Rejects).WithOne().HasForeignKey(r => r.BatchId));
        model.Entity<UsageReject>().Property(r => r.Id).ValueGeneratedNever();
        model.Entity<UsageRecord>(record =>
        {
            record.HasKey(r => r.Id); // kept by being a UUIDv7; the table is partitioned by time and has no such index
            record.Property(r => r.Kind).HasConversion<string>();
        });
        model.Entity<UsageSpecification>().Property(s => s.Kind).HasConversion<string>();
    }

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
        model.Entity<BillRunPortion>(portion =>
        {
            portion.ToTable("BillRunPortions");
            portion.HasKey(p => new { p.RunId, p.Portion });
        });
        model.Entity<BillReversal>(reversal =>
        {
            reversal.ToTable("BillReversals");
            reversal.Property(r => r.Version).IsConcurrencyToken();
            reversal.Property(r => r.Status).HasConversion<string>();
        });
        model.Entity<BillDocument>(document =>
        {
            document.ToTable("BillDocuments");
            document.HasKey(d => new { d.BillId, d.Language });
        });
    }

    private static void MapPayments(ModelBuilder model)
    {
        model.Entity<Payment>(payment =>
        {
            payment.Property(p => p.Version).IsConcurrencyToken();
            payment.Property(p => p.Method).HasConversion<string>();
            payment.Property(p => p.Amount).HasPrecision(19, 2);
            payment.Property(p => p.LeftAsBalance).HasPrecision(19, 2);
            payment.Ignore(p => p.BusinessKey);
            payment.HasMany(p => p.Items).WithOne().HasForeignKey("PaymentId").IsRequired();
        });
        model.Entity<PaymentItem>(item =>
        {
            item.ToTable("PaymentItems");
            item.HasKey("PaymentId", nameof(PaymentItem.Seq));
            item.Property(i => i.Seq).ValueGeneratedNever();
            item.Property(i => i.Amount).HasPrecision(19, 2);
        });
        model.Entity<Checkout>(checkout =>
        {
            checkout.Property(c => c.Version).IsConcurrencyToken();
            checkout.Property(c => c.Status).HasConversion<string>();
            checkout.Property(c => c.Amount).HasPrecision(19, 2);
        });
        model.Entity<PaymentIncident>(incident => incident.Property(i => i.Kind).HasConversion<string>());
    }

    private static void MapCompensations(ModelBuilder model) =>
        model.Entity<Compensation>(compensation =>
        {
            compensation.Property(c => c.Version).IsConcurrencyToken();
            compensation.Property(c => c.Status).HasConversion<string>();
            compensation.Property(c => c.Amount).HasPrecision(19, 2);
            compensation.Property(c => c.DueAgain).HasPrecision(19, 2);
            compensation.Ignore(c => c.BusinessKey);
        });

    private static void MapCharges(ModelBuilder model) =>
        model.Entity<ThirdPartyCharge>(charge =>
        {
            charge.Property(c => c.Version).IsConcurrencyToken();
            charge.Property(c => c.Status).HasConversion<string>();
            charge.Property(c => c.Amount).HasPrecision(19, 2);
            charge.Property(c => c.Extra).HasPrecision(19, 2);

            // Who says that an entry is written before what names it.
            charge.HasOne<LedgerEntry>().WithMany().HasForeignKey(c => c.EntryId);
            charge.HasOne<LedgerEntry>().WithMany().HasForeignKey(c => c.ReversalEntryId);
        });

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
