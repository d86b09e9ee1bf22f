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

    /// <summary>
    /// A message as it is now, kept to oneself until the transaction ends: its sender and its receipts, which come in
    /// any order and at the same moment, meet on this row.
    /// </summary>
    public Task<Message?> LockMessageAsync(Guid id, CancellationToken ct) =>
        Messages.FromSql($"select * from messages where id = {id} for update").SingleOrDefaultAsync(ct);

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
    }
}
