using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Notifications.Domain;
using ServiceDefaults.Data;

namespace Notifications.Data;

public sealed class NotificationsDb(DbContextOptions<NotificationsDb> options) : ServiceDb(options)
{
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<ContactBookEntry> ContactBook => Set<ContactBookEntry>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<SendDecision> Decisions => Set<SendDecision>();
    public DbSet<ConsentEntry> Consents => Set<ConsentEntry>();
    public DbSet<ReminderBudget> ReminderBudgets => Set<ReminderBudget>();
    public DbSet<SettledBill> SettledBills => Set<SettledBill>();
    public DbSet<InboxItem> InboxItems => Set<InboxItem>();
    public DbSet<InboundMessage> InboundMessages => Set<InboundMessage>();

    /// <summary>What counts of the consent ledger: the newest line per class and channel.</summary>
    public async Task<Preferences> PreferencesOfAsync(Guid account, CancellationToken ct) =>
        (await PreferencesOfAsync([account], ct))[account];

    /// <inheritdoc cref="PreferencesOfAsync(Guid, CancellationToken)"/>
    /// <returns>Of each of these accounts, also of one that said nothing.</returns>
    public async Task<Dictionary<Guid, Preferences>> PreferencesOfAsync(List<Guid> accounts, CancellationToken ct)
    {
        var newest = await Consents
            .FromSql(
                $"""
                select distinct on (account_id, class, channel) * from consents
                 where account_id = any({accounts})
                 order by account_id, class, channel, position desc
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        var said = newest.ToLookup(entry => entry.AccountId);
        return accounts.ToDictionary(account => account, account => new Preferences([.. said[account]]));
    }

    /// <summary>
    /// A message as it is now, kept to oneself until the transaction ends: its sender and its receipts, which come in
    /// any order and at the same moment, meet on this row.
    /// </summary>
    public Task<Message?> LockMessageAsync(Guid id, CancellationToken ct) =>
        Messages.FromSql($"select * from messages where id = {id} for update").SingleOrDefaultAsync(ct);

    /// <summary>Messages as they are now, kept to oneself until the transaction ends; locked in one order by all.</summary>
    public async Task<Dictionary<Guid, Message>> LockMessagesAsync(IEnumerable<Guid> ids, CancellationToken ct)
    {
        Guid[] wanted = [.. ids];
        return await Messages
            .FromSql($"select * from messages where id = any({wanted}) order by id for update")
            .ToDictionaryAsync(message => message.Id, ct);
    }

    /// <summary>Deliveries as they are now, kept to oneself until the transaction ends; locked in one order by all.</summary>
    public async Task<Dictionary<Guid, Delivery>> LockDeliveriesAsync(IEnumerable<Guid> ids, CancellationToken ct)
    {
        Guid[] wanted = [.. ids];
        return await Deliveries
            .FromSql($"select * from deliveries where id = any({wanted}) order by id for update")
            .ToDictionaryAsync(delivery => delivery.Id, ct);
    }

    /// <summary>
    /// A listener that is gone wants none of what still waits for it either. What another sender holds at this moment
    /// finds the same 410.
    /// </summary>
    public Task EndSiblingsAsync(Delivery gone, CancellationToken ct) =>
        Database.ExecuteSqlAsync(
            $"""
            update deliveries
               set status = 'Gone', status_reason = 'The listener is gone.', version = version + 1
             where id in (select id from deliveries
                           where subscription_id = {gone.SubscriptionId} and status = 'Waiting'
                             for update skip locked)
            """,
            ct
        );

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Message>(message =>
        {
            message.Property(m => m.Version).IsConcurrencyToken();
            message.Property(m => m.Position).UseIdentityAlwaysColumn();
            message.Property(m => m.Status).HasConversion<string>();
            message.Property(m => m.Class).HasConversion<string>();
            message.Property(m => m.Parameters).HasColumnType("jsonb");
        });
        model.Entity<ContactBookEntry>(entry =>
        {
            entry.HasKey(e => e.AccountId);
            entry.Property(e => e.AccountId).ValueGeneratedNever();
            entry.Property(e => e.Version).IsConcurrencyToken();
        });
        model.Entity<Delivery>(delivery =>
        {
            delivery.Property(d => d.Id).ValueGeneratedNever(); // the owner's
            delivery.Property(d => d.Version).IsConcurrencyToken();
            delivery.Property(d => d.Status).HasConversion<string>();
            delivery.HasMany(d => d.Made).WithOne().HasForeignKey(attempt => attempt.DeliveryId);
        });
        model.Entity<DeliveryAttempt>(attempt =>
        {
            attempt.ToTable("DeliveryAttempts");
            attempt.HasKey(a => new { a.DeliveryId, a.Number });
            attempt.Property(a => a.Number).ValueGeneratedNever();
        });
        model.Entity<SendDecision>(decision =>
        {
            decision.ToTable("SendDecisions");
            decision.HasKey(d => d.Position);
            decision.Property(d => d.Position).UseIdentityAlwaysColumn();
            decision.Property(d => d.Class).HasConversion<string>();
            decision.Property(d => d.Channel).HasConversion<string>();
            decision.Property(d => d.Verdict).HasConversion<string>();
        });
        model.Entity<ConsentEntry>(entry =>
        {
            entry.HasKey(e => e.Position);
            entry.Property(e => e.Position).UseIdentityAlwaysColumn();
            entry.Property(e => e.Class).HasConversion<string>();
            entry.Property(e => e.Channel).HasConversion<string>();
        });
        model.Entity<ReminderBudget>(budget =>
        {
            budget.HasKey(b => b.AccountId);
            budget.Property(b => b.AccountId).ValueGeneratedNever();
            budget.Property(b => b.Version).IsConcurrencyToken();
        });
        model.Entity<SettledBill>(bill =>
        {
            bill.HasKey(b => b.BillId);
            bill.Property(b => b.BillId).ValueGeneratedNever();
        });
        model.Entity<InboxItem>(item => item.Property(i => i.Class).HasConversion<string>());
    }
}
