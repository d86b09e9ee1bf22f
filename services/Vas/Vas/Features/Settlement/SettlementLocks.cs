using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Vas.Data;

namespace Vas.Features.Settlement;

/// <summary>
/// What a provider's month is made of changes one at a time: whoever counts its complaints or issues its statement holds
/// the same lock, until the transaction ends. Complaints' own locks come first.
/// </summary>
internal static class SettlementLocks
{
    public static Task LockComplaintsAsync(this VasDb db, IEnumerable<Guid> complaints, CancellationToken ct) =>
        db.LockAsync(complaints.Select(complaint => $"complaint-fact:{complaint}"), ct);

    public static Task LockProvidersAsync(this VasDb db, IEnumerable<Guid> providers, CancellationToken ct) =>
        db.LockAsync(providers.Select(provider => $"settled-provider:{provider}"), ct);

    public static Task LockRunsAsync(this VasDb db, CancellationToken ct) => db.LockAsync(["settlement-runs"], ct);

    /// <summary>In one order whoever asks, so that nobody waits in a ring.</summary>
    private static async Task LockAsync(this VasDb db, IEnumerable<string> what, CancellationToken ct)
    {
        var names = what.ToArray();
        if (names.Length > 0)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                select pg_advisory_xact_lock(key)
                  from (select distinct hashtextextended(name, 0) as key from unnest({names}) name order by 1) keys
                """,
                ct
            );
        }
    }
}
