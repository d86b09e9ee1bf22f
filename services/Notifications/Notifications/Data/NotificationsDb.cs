using System;
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

    /// <summary>
    /// A message as it is now, kept to oneself until the transaction ends: its sender and its receipts, which come in
    /// any order and at the same moment, meet on this row.
    /// </summary>
    public Task<Message?> LockMessageAsync(Guid id, CancellationToken ct) =>
        Messages.FromSql($"select * from messages where id = {id} for update").SingleOrDefaultAsync(ct);

    /// <summary>A delivery as it is now, kept to oneself until the transaction ends.</summary>
    public Task<Delivery?> LockDeliveryAsync(Guid id, CancellationToken ct) =>
        Deliveries.FromSql($"select * from deliveries where id = {id} for update").SingleOrDefaultAsync(ct);

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
            message.Property(m => m.Status).HasConversion<string>();
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
    }
}
