using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore.Storage;

namespace ServiceDefaults.Data;

/// <summary>
/// The transaction of a use case that locks or writes in more than one statement. A request with an
/// <c>Idempotency-Key</c> comes with one open already; then that one commits all, together with the kept answer.
/// </summary>
public static class OwnTransaction
{
    /// <returns>Null when one is open already: whoever began it commits it.</returns>
    public static async Task<IDbContextTransaction?> BeginOwnAsync(this ServiceDb db, CancellationToken ct) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;

    /// <summary>Commits what <see cref="BeginOwnAsync"/> began; somebody else's stays open.</summary>
    public static Task CommitOwnAsync(this IDbContextTransaction? own, CancellationToken ct) =>
        own is null ? Task.CompletedTask : own.CommitAsync(ct);
}
