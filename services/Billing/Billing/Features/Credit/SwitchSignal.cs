using System;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Billing.Features.Credit;

/// <summary>Wakes this process's <see cref="SendLineOrders"/>, so that a restore starts at once and not at the next look.</summary>
internal sealed class SwitchSignal : IDisposable
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

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _pending.WaitAsync(atMost, ct);

    public void Dispose() => _pending.Dispose();
}

/// <summary>Orders are always placed inside a transaction, so they are there at its commit and not before.</summary>
internal sealed class WakeSwitchAfterCommit(SwitchSignal signal) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context is BillingDb { OrdersTheSwitch: true })
        {
            signal.Raise();
        }

        return Task.CompletedTask;
    }
}
