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
/// the same lock, until the transaction ends. A complaint's own lock comes first, providers' in the order of their ids.
/// </summary>
internal static class SettlementLocks
{
    public static Task LockComplaintAsync(this VasDb db, Guid complaint, CancellationToken ct) =>
        db.LockAsync($"complaint-fact:{complaint}", ct);

    public static async Task LockProvidersAsync(this VasDb db, IEnumerable<Guid> providers, CancellationToken ct)
    {
        foreach (var provider in providers.Distinct().Order())
        {
            await db.LockAsync($"settled-provider:{provider}", ct);
        }
    }

    public static Task LockRunsAsync(this VasDb db, CancellationToken ct) => db.LockAsync("settlement-runs", ct);

    private static Task<int> LockAsync(this VasDb db, string what, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({what}, 0))", ct);
}
