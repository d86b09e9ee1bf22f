using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Vas.Domain.Subscriptions;

namespace Vas.Data;

public sealed partial class VasDb
{
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<PromptAnswer> PromptAnswers => Set<PromptAnswer>();
    public DbSet<Inquiry> Inquiries => Set<Inquiry>();
    public DbSet<ConsentHead> ConsentHeads => Set<ConsentHead>();
    public DbSet<ConsentRecord> ConsentRecords => Set<ConsentRecord>();
    public DbSet<ConsentSalt> ConsentSalts => Set<ConsentSalt>();
    public DbSet<ConsentSignature> ConsentSignatures => Set<ConsentSignature>();
    public DbSet<Charge> Charges => Set<Charge>();
    public DbSet<ChargeRefusal> ChargeRefusals => Set<ChargeRefusal>();

    /// <summary>
    /// Holds the end of a provider's chain until the transaction ends: consents of one provider are appended one after the
    /// other, each upon the one before.
    /// </summary>
    public async Task<ConsentHead> HoldConsentHeadAsync(Guid providerId, CancellationToken ct)
    {
        await Database.ExecuteSqlAsync(
            $"""
            insert into consent_heads (provider_id, sequence, hash) values ({providerId}, 0, {ConsentHead.Beginning})
            on conflict do nothing
            """,
            ct
        );
        return await ConsentHeads
            .FromSql($"select * from consent_heads where provider_id = {providerId} for no key update")
            .SingleAsync(ct);
    }

    /// <summary>
    /// Holds subscriptions until the transaction ends. Everybody takes them by id, so that those who want many wait for each
    /// other and never in a ring.
    /// </summary>
    public Task<List<Subscription>> HoldSubscriptionsAsync(Guid[] ids, CancellationToken ct) =>
        Subscriptions
            .FromSql($"select * from vas_subscriptions where id = any({ids}) order by id for no key update")
            .ToListAsync(ct);

    private static void MapSubscriptions(ModelBuilder model)
    {
        model.Entity<Subscription>(subscription =>
        {
            subscription.ToTable("VasSubscriptions");
            subscription.Property(s => s.Id).ValueGeneratedNever();
            subscription.Property(s => s.Version).IsConcurrencyToken();
            subscription.Property(s => s.Status).HasConversion<string>();
            subscription.Property(s => s.Period).HasConversion<string>();
            subscription.Property(s => s.EndReason).HasConversion<string>();
            subscription.Property(s => s.Price).HasPrecision(19, 2);
        });
        model.Entity<PromptAnswer>(answer =>
        {
            answer.HasKey(a => a.MessageId);
            answer.Property(a => a.MessageId).ValueGeneratedNever();
            answer.Property(a => a.Outcome).HasConversion<string>();
            answer.HasOne<Subscription>().WithMany().HasForeignKey(a => a.SubscriptionId);
        });
        model.Entity<Inquiry>(inquiry =>
        {
            inquiry.HasKey(i => i.MessageId);
            inquiry.Property(i => i.MessageId).ValueGeneratedNever();
        });
        model.Entity<ConsentHead>(head =>
        {
            head.HasKey(h => h.ProviderId);
            head.Property(h => h.ProviderId).ValueGeneratedNever();
        });
        model.Entity<ConsentRecord>(record =>
        {
            record.HasKey(r => new { r.ProviderId, r.Sequence });
            record.Property(r => r.Sequence).ValueGeneratedNever();
            record.HasOne<Subscription>().WithMany().HasForeignKey(r => r.SubscriptionId);
        });
        model.Entity<ConsentSalt>(salt =>
        {
            salt.HasKey(s => new { s.ProviderId, s.Sequence });
            salt.Property(s => s.Sequence).ValueGeneratedNever();
            salt.HasOne<ConsentRecord>().WithOne().HasForeignKey<ConsentSalt>(s => new { s.ProviderId, s.Sequence });
        });
        model.Entity<ConsentSignature>(signature => signature.HasKey(s => new { s.ProviderId, s.Day }));
        model.Entity<Charge>(charge =>
        {
            charge.ToTable("VasCharges");
            charge.Property(c => c.Id).ValueGeneratedNever();
            charge.Property(c => c.Version).IsConcurrencyToken();
            charge.Property(c => c.Status).HasConversion<string>();
            charge.Property(c => c.Amount).HasPrecision(19, 2);
        });
        model.Entity<ChargeRefusal>(refusal =>
        {
            refusal.Property(r => r.Id).ValueGeneratedNever();
            refusal.Property(r => r.Amount).HasPrecision(19, 2);
        });
    }
}
