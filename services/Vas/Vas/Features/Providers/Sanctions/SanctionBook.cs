using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Providers;
using Vas.Features.Providers.Blacklists;

namespace Vas.Features.Providers.Sanctions;

/// <summary>What goes with a sanction in the same commit, whoever imposes or lifts it (features.md V9, V12).</summary>
internal static class SanctionBook
{
    /// <summary>Keeps it and says it; who has to leave offers nothing more, and its licence is blacklisted.</summary>
    public static async Task RecordAsync(
        this VasDb db,
        Provider provider,
        Sanction sanction,
        ScoreTerms terms,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        db.Sanctions.Add(sanction);
        db.Outbox.Add(
            sanction.Id,
            sanction.Version,
            new SanctionImposed(
                sanction.Id,
                sanction.Version,
                sanction.ProviderId,
                sanction.ProviderNumber,
                sanction.Kind.ToWord(),
                sanction.Reason,
                sanction.Score,
                sanction.Amount,
                sanction.Currency,
                sanction.ImposedAt
            )
        );
        if (sanction.Kind != SanctionKind.Exit)
        {
            return;
        }

        var offered = db.Services.Where(service =>
            service.ProviderId == provider.Id && service.Status != VasServiceStatus.Withdrawn
        );
        foreach (var service in await offered.ToListAsync(ct))
        {
            service.Withdraw($"{provider.Number} left: {sanction.Reason}", sanction.ImposedBy, now);
        }

        if (provider.Licence is { } licence)
        {
            await db.ListAsync(
                new(
                    BlacklistKind.Provider,
                    licence,
                    $"{sanction.ProviderNumber}: {sanction.Reason}",
                    BlacklistEntry.Own,
                    Until: null,
                    sanction.Id
                ),
                terms,
                sanction.ImposedBy,
                now,
                ct
            );
        }
    }

    /// <summary>Says that it is over; the licence of one who had to leave comes off the blacklist.</summary>
    public static async Task RecordEndAsync(
        this VasDb db,
        Provider provider,
        Sanction sanction,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        db.Outbox.Add(
            sanction.Id,
            sanction.Version,
            new SanctionLifted(
                sanction.Id,
                sanction.Version,
                sanction.ProviderId,
                sanction.ProviderNumber,
                sanction.Kind.ToWord(),
                sanction.LiftReason!,
                sanction.LiftedAt!.Value
            )
        );
        if (sanction.Kind != SanctionKind.Exit)
        {
            return;
        }

        // Only what this exit put there: what others say of the licence, or a person here does, stays.
        var entry = await db.Blacklist.SingleOrDefaultAsync(
            it => it.SanctionId == sanction.Id && it.RemovedAt == null,
            ct
        );
        entry?.EndWithSanction(sanction, now);
    }

    /// <summary>
    /// Whether another sanction keeps the provider from selling. Asked after the provider was read: of two that are
    /// lifted at once the later save then decides again.
    /// </summary>
    public static Task<bool> HasOtherStopsAsync(this VasDb db, Sanction sanction, CancellationToken ct) =>
        db.Sanctions.AnyAsync(
            other =>
                other.ProviderId == sanction.ProviderId
                && other.Id != sanction.Id
                && other.Kind == SanctionKind.NoNewSales
                && other.Status != SanctionStatus.Lifted,
            ct
        );
}
