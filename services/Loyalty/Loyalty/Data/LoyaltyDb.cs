using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Loyalty.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Data;

namespace Loyalty.Data;

public sealed class LoyaltyDb(DbContextOptions<LoyaltyDb> options) : ServiceDb(options)
{
    public DbSet<Member> Members => Set<Member>();
    public DbSet<PointLot> Lots => Set<PointLot>();
    public DbSet<PointEntry> Entries => Set<PointEntry>();
    public DbSet<Redemption> Redemptions => Set<Redemption>();
    public DbSet<Adjustment> Adjustments => Set<Adjustment>();

    /// <summary>
    /// The member behind an account, made when Billing names the account for the first time; of two that do so at once
    /// one makes it.
    /// </summary>
    public async Task<Member> JoinedMemberAsync(Guid accountId, DateTimeOffset now, CancellationToken ct) =>
        (await JoinedMembersAsync([accountId], now, ct))[accountId];

    /// <summary>The members behind accounts, each made as <see cref="JoinedMemberAsync"/> does; an account may be named twice.</summary>
    public async Task<Dictionary<Guid, Member>> JoinedMembersAsync(
        IEnumerable<Guid> accountIds,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var wanted = accountIds.Distinct().ToList();
        var members = await WholeMembers()
            .Where(member => wanted.Contains(member.AccountId))
            .ToDictionaryAsync(member => member.AccountId, ct);
        foreach (var accountId in wanted.Where(accountId => !members.ContainsKey(accountId)))
        {
            var member = Member.Join(accountId, now);
            Members.Add(member);
            members.Add(accountId, member);
        }

        return members;
    }

    /// <summary>
    /// Holds a member until the transaction ends: many spend the same points at once, and each shall decide on what the
    /// one before left. First locked, then read: a statement that does both would join lots of before.
    /// </summary>
    public async Task<Member?> HoldMemberAsync(Guid accountId, CancellationToken ct)
    {
        await Database.ExecuteSqlAsync($"select from members where account_id = {accountId} for no key update", ct);
        return await WholeMembers().SingleOrDefaultAsync(member => member.AccountId == accountId, ct);
    }

    /// <summary>Members with all that their decisions need. What was booked stays in the ledger.</summary>
    public IQueryable<Member> WholeMembers() =>
        Members.Include(member => member.Lots).Include(member => member.Lines).AsSplitQuery();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Member>(member =>
        {
            member.HasKey(m => m.AccountId);
            member.Property(m => m.AccountId).ValueGeneratedNever();
            member.Property(m => m.Version).IsConcurrencyToken();
            member.Property(m => m.Status).HasConversion<string>();
            member.Property(m => m.Tier).HasConversion<string>();
            member.HasMany(m => m.Lots).WithOne().HasForeignKey(lot => lot.AccountId);
            member.HasMany(m => m.Lines).WithOne().HasForeignKey(line => line.AccountId);
            member.HasMany(m => m.Entries).WithOne().HasForeignKey(entry => entry.AccountId);
        });
        model.Entity<MemberLine>(line =>
        {
            line.ToTable("MemberLines");
            line.HasKey(l => new { l.AccountId, l.LineId });
            line.Property(l => l.LineId).ValueGeneratedNever();
        });
        model.Entity<PointLot>(lot =>
        {
            lot.ToTable("PointLots");
            lot.Property(l => l.Id).ValueGeneratedNever();
            lot.Property(l => l.Origin).HasConversion<string>();
            lot.Property(l => l.OwnCharges).HasPrecision(19, 2);
        });
        model.Entity<PointEntry>(entry =>
        {
            entry.ToTable("PointEntries");
            entry.Property(e => e.Id).ValueGeneratedNever();
            entry.Property(e => e.Kind).HasConversion<string>();
            entry.HasMany(e => e.Postings).WithOne().HasForeignKey("EntryId").IsRequired();
        });
        model.Entity<PointPosting>(posting =>
        {
            posting.ToTable("PointPostings");
            posting.HasKey("EntryId", nameof(PointPosting.Seq));
            posting.Property(p => p.Seq).ValueGeneratedNever();
            posting.Property(p => p.LedgerAccount).HasConversion<string>();
        });
        model.Entity<Redemption>(redemption =>
        {
            redemption.Property(r => r.What).HasConversion<string>();
            redemption.Property(r => r.Worth).HasPrecision(19, 2);
        });
        model.Entity<Adjustment>(adjustment =>
        {
            adjustment.Property(a => a.Version).IsConcurrencyToken();
            adjustment.Property(a => a.Status).HasConversion<string>();
        });
    }
}
