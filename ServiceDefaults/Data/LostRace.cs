using System;
using System.Threading.Tasks;
using Npgsql;

namespace ServiceDefaults.Data;

/// <summary>
/// Two wrote the same keys at the same moment, and this one was second: nothing of its transaction is kept, and what it read
/// is old. Who decides once more finds what the first has committed.
/// </summary>
public static class LostRace
{
    /// <summary>The second time it is known already; a third is for those who met in a ring.</summary>
    private const int Tries = 3;

    /// <param name="db">Forgets what it tracked before it is decided again.</param>
    /// <param name="decide">Begins, reads, decides and commits a transaction of its own.</param>
    public static async Task<T> DecideAgainAfterRaceAsync<T>(this ServiceDb db, Func<Task<T>> decide)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await decide();
            }
            catch (Exception e) when (tries < Tries && Is(e))
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private static bool Is(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected }
        || (e.InnerException is { } inner && Is(inner));
}
