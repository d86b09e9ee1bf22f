using System;
using System.Threading;

namespace Billing.Features.Payments;

/// <summary>
/// How many customers wait for the payment provider at once, in this process. Each holds a connection of the pool's 40
/// meanwhile when he sent an <c>Idempotency-Key</c>, whose transaction is open around the call: 16 of them leave the
/// others to payments and restores while a provider hangs, and are 300 pages a second with one that takes 50 ms.
/// </summary>
internal sealed class CheckoutSlots : IDisposable
{
    private const int AtOnce = 16;

    private readonly SemaphoreSlim _free = new(AtOnce, AtOnce);

    /// <returns>False when all are taken: waiting for one would hold the connection as well.</returns>
    public bool TryTake() => _free.Wait(TimeSpan.Zero);

    public void GiveBack() => _free.Release();

    public void Dispose() => _free.Dispose();
}
