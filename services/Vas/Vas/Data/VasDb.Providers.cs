using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Vas.Domain.Providers;

namespace Vas.Data;

public sealed partial class VasDb
{
    public DbSet<Provider> Providers => Set<Provider>();
    public DbSet<VasService> Services => Set<VasService>();
    public DbSet<Sanction> Sanctions => Set<Sanction>();
    public DbSet<Penalty> Penalties => Set<Penalty>();
    public DbSet<BlacklistEntry> Blacklist => Set<BlacklistEntry>();

    /// <summary>The next readable number; gaps are harmless, a number is never given twice.</summary>
    public async Task<string> NextProviderNumberAsync(CancellationToken ct)
    {
        var next = await Database.SqlQuery<long>($"select nextval('provider_number') as \"Value\"").SingleAsync(ct);
        return string.Create(CultureInfo.InvariantCulture, $"SP-{next:0000}");
    }

    /// <summary>
    /// Holds a provider until the transaction ends: what is counted by it, such as its services' codes, goes one by one.
    /// First held, then read, or the row read would be that of before.
    /// </summary>
    public Task HoldProviderAsync(Guid id, CancellationToken ct) =>
        Database.ExecuteSqlAsync($"select from providers where id = {id} for no key update", ct);

    private static void MapProviders(ModelBuilder model)
    {
        model.Entity<Provider>(provider =>
        {
            provider.Property(p => p.Version).IsConcurrencyToken();
            provider.Property(p => p.Status).HasConversion<string>();
            provider
                .Property(p => p.Contacts)
                .HasColumnType("jsonb")
                .HasConversion(
                    contacts => JsonSerializer.Serialize(contacts, JsonSerializerOptions.Web),
                    text => JsonSerializer.Deserialize<List<ProviderContact>>(text, JsonSerializerOptions.Web)!,
                    new ValueComparer<IReadOnlyList<ProviderContact>>(
                        (left, right) => left!.SequenceEqual(right!),
                        contacts => contacts.Aggregate(0, HashCode.Combine),
                        contacts => contacts.ToList()
                    )
                );
        });
        model.Entity<VasService>(service =>
        {
            service.ToTable("VasServices");
            service.Property(s => s.Version).IsConcurrencyToken();
            service.Property(s => s.Status).HasConversion<string>();
            service.Property(s => s.Period).HasConversion<string>();
            service.Property(s => s.Price).HasPrecision(19, 2);
        });
        model.Entity<Sanction>(sanction =>
        {
            sanction.Property(s => s.Version).IsConcurrencyToken();
            sanction.Property(s => s.Kind).HasConversion<string>();
            sanction.Property(s => s.Cause).HasConversion<string>();
            sanction.Property(s => s.Status).HasConversion<string>();
            sanction.Property(s => s.Amount).HasPrecision(19, 2);
            sanction.HasMany(s => s.Objections).WithOne().HasForeignKey(objection => objection.SanctionId);
            sanction.Navigation(s => s.Objections).AutoInclude();
        });
        model.Entity<Objection>(objection =>
        {
            objection.ToTable("SanctionObjections");
            objection.Property(o => o.Id).ValueGeneratedNever();
            objection.Property(o => o.Status).HasConversion<string>();
        });
        model.Entity<Penalty>().ToTable("ProviderPenalties");
        model.Entity<BlacklistEntry>(entry =>
        {
            entry.ToTable("BlacklistEntries");
            entry.HasOne<Sanction>().WithMany().HasForeignKey(e => e.SanctionId); // which is written first
            entry.Property(e => e.Version).IsConcurrencyToken();
            entry.Property(e => e.Kind).HasConversion<string>();
        });
    }
}
