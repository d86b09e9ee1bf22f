using System;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ServiceDefaults.Data;

namespace ServiceDefaults.Messaging;

/// <summary>Wakes this process's relay; a relay in another replica finds the row by looking every 200 ms.</summary>
public sealed class RelaySignal : IDisposable
{
    private readonly SemaphoreSlim _pending = new(0, 1);

    public void Raise()
    {
        try
        {
            _pending.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already raised: one look takes everything there is.
        }
    }

    /// <summary>Idle sweeps commit several times a second; only a unit of work that said something wakes the relay.</summary>
    internal void RaiseIfSaid(DbContext? work)
    {
        if (work is ServiceDb { SaysSomething: true })
        {
            Raise();
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _pending.WaitAsync(atMost, ct);

    public void Dispose() => _pending.Dispose();
}

internal sealed class WakeRelayAfterSave(RelaySignal relay) : SaveChangesInterceptor
{
    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        relay.RaiseIfSaid(eventData.Context);
        return ValueTask.FromResult(result);
    }
}

/// <summary>When a use case spans a transaction, its rows are there to be relayed at the commit and not before.</summary>
internal sealed class WakeRelayAfterCommit(RelaySignal relay) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        relay.RaiseIfSaid(eventData.Context);
        return Task.CompletedTask;
    }
}
