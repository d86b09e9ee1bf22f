using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Data;
using Vas.Domain.Partners;
using Vas.Features.Partners;

namespace Vas.Data;

public sealed partial class VasDb
{
    public DbSet<PartnerHead> PartnerHeads => Set<PartnerHead>();
    public DbSet<PartnerEvent> PartnerEvents => Set<PartnerEvent>();
    public DbSet<PartnerEndpoint> PartnerEndpoints => Set<PartnerEndpoint>();
    public DbSet<PartnerQueue> PartnerQueues => Set<PartnerQueue>();

    /// <summary>A provider's head, kept to oneself until the transaction ends; made with its first event.</summary>
    public async Task<PartnerHead> HoldPartnerHeadAsync(Guid providerId, CancellationToken ct)
    {
        if (await HeldAsync(providerId, ct) is { } head)
        {
            return head;
        }

        await Database.ExecuteSqlAsync(
            $"insert into partner_heads (provider_id, last_sequence) values ({providerId}, 0) on conflict do nothing",
            ct
        );
        return (await HeldAsync(providerId, ct))!;
    }

    /// <summary>What is said of providers stands in their feeds by the same commit (features.md V10).</summary>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        if (!SaysSomething || PartnerFeed.FactsToSave(this) is not { Count: > 0 } said)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var own = await this.BeginOwnAsync(cancellationToken);
        await PartnerFeed.AddAsync(this, said, cancellationToken);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await own.CommitOwnAsync(cancellationToken);
        return saved;
    }

    private Task<PartnerHead?> HeldAsync(Guid providerId, CancellationToken ct) =>
        PartnerHeads
            .FromSql($"select * from partner_heads where provider_id = {providerId} for update")
            .SingleOrDefaultAsync(ct);

    private static void MapPartners(ModelBuilder model)
    {
        model.Entity<PartnerHead>(head =>
        {
            head.HasKey(h => h.ProviderId);
            head.Property(h => h.ProviderId).ValueGeneratedNever();
        });
        model.Entity<PartnerEvent>(@event =>
        {
            @event.HasKey(e => new { e.ProviderId, e.Sequence });
            @event.Property(e => e.Sequence).ValueGeneratedNever();
        });
        model.Entity<PartnerEndpoint>(endpoint =>
        {
            endpoint.Property(e => e.Id).ValueGeneratedNever();
            endpoint.Property(e => e.Version).IsConcurrencyToken();
            endpoint.Property(e => e.Status).HasConversion<string>();
        });
        model.Entity<PartnerQueue>(queue =>
        {
            queue.HasKey(q => q.ProviderId);
            queue.Property(q => q.ProviderId).ValueGeneratedNever();
            queue.Property(q => q.Version).IsConcurrencyToken();
            queue.Ignore(q => q.Name);
            queue.Ignore(q => q.UserName);
        });
    }
}
