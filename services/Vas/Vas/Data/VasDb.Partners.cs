using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Vas.Domain.Partners;

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
            head.Property(h => h.LastSequence).IsConcurrencyToken();
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
