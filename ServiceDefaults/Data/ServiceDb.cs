using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;

namespace ServiceDefaults.Data;

/// <summary>
/// A service's own database: its aggregates, the outbox that leaves in the same commit, the inbox that makes a
/// message count once. Tables and columns are the snake_case of the names in C#.
/// </summary>
public abstract partial class ServiceDb : DbContext
{
    // A savepoint around every save costs two round trips and helps nobody: whoever opened the transaction gives it up as
    // a whole. The one place that goes on after a failed save, a kept answer (ApiConventions), switches them on.
    protected ServiceDb(DbContextOptions options)
        : base(options) => base.Database.AutoSavepointsEnabled = false;

    /// <summary>Events to say once this unit of work is saved; state and event commit together.</summary>
    public Outbox Outbox => new(this);

    /// <summary>Whether an event was noted: asked at every commit, where looking through all that is tracked is dear.</summary>
    public bool SaysSomething { get; internal set; }

    internal DbSet<InboxMessage> Inbox => Set<InboxMessage>();

    /// <summary>The service's own tables.</summary>
    protected abstract void Map(ModelBuilder model);

    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(row => row.Position);
            outbox.Property(row => row.Position).UseIdentityAlwaysColumn();
            outbox.Property(row => row.Body).HasColumnType("jsonb");
        });
        modelBuilder.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(row => new { row.MessageId, row.Consumer });
        });
        PolicyTables.Map(modelBuilder);
        Map(modelBuilder);

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            var parts = entity.GetComplexProperties().SelectMany(complex => complex.ComplexType.GetProperties());
            foreach (var property in entity.GetProperties().Concat(parts))
            {
                property.SetColumnName(SnakeCase(property.GetColumnName()));
            }
        }
    }

    private static string SnakeCase(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
