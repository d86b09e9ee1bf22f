using System;
using System.Threading;
using System.Threading.Tasks;

namespace Notifications.Channels;

/// <summary>Wakes this replica's sender when something new is kept or a slot became free; others find it by looking.</summary>
internal sealed class DeliverySignal : IDisposable
{
    private readonly SemaphoreSlim _woken = new(0, 1);

    public void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _woken.WaitAsync(atMost, ct);

    public void Dispose() => _woken.Dispose();
}
