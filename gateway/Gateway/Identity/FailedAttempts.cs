using System;
using System.Net;
using System.Threading;
using System.Threading.RateLimiting;

namespace Gateway.Identity;

/// <summary>
/// Keeps secrets from being guessed: after ten wrong ones for a client from an address, nobody there gets a token for
/// that client until a minute is over. Ids that nobody has share one count per address, so that inventing them neither
/// helps nor fills the memory.
/// </summary>
internal sealed class FailedAttempts : IDisposable
{
    private const int Allowed = 10;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _turn = new();
    private readonly PartitionedRateLimiter<Attempt> _failures = PartitionedRateLimiter.Create<Attempt, Attempt>(
        attempt =>
            RateLimitPartition.GetFixedWindowLimiter(
                attempt,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = Allowed, Window = Window }
            )
    );

    /// <param name="attempt">Who tries.</param>
    /// <param name="authenticate">Compares the secret; null when it is wrong.</param>
    /// <returns>The client; or, when there were too many failures, how long to wait.</returns>
    public (Client? Client, TimeSpan? Wait) Try(Attempt attempt, Func<Client?> authenticate)
    {
        lock (_turn) // or many at once would all look before any of them has failed
        {
            using var left = _failures.AttemptAcquire(attempt, permitCount: 0);
            if (!left.IsAcquired)
            {
                return (null, left.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window);
            }

            var client = authenticate();
            if (client is null)
            {
                _failures.AttemptAcquire(attempt).Dispose();
            }

            return (client, null);
        }
    }

    public void Dispose() => _failures.Dispose();
}

/// <param name="ClientId">A client there is; null for any other.</param>
/// <param name="Address">Where the request comes from, as <see cref="Routing.ClientAddress"/> counts.</param>
internal sealed record Attempt(string? ClientId, IPAddress? Address);
