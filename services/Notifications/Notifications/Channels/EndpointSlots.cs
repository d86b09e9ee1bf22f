using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Notifications.Channels;

/// <summary>
/// The calls to partners that this replica has under way. An endpoint has a few slots only: one that hangs holds nobody
/// up but itself.
/// </summary>
internal sealed class EndpointSlots
{
    /// <summary>Calls under way at once, per replica.</summary>
    private const int All = 32;

    /// <summary>Of these, to one <c>host:port</c>.</summary>
    public const int PerEndpoint = 2;

    private readonly ConcurrentDictionary<Task, string> _underWay = new();

    public bool AreIdle => _underWay.IsEmpty;

    public int Free => All - _underWay.Count;

    public int FreeOf(string endpoint) => PerEndpoint - _underWay.Values.Count(busy => busy == endpoint);

    /// <summary>The endpoints that have none left.</summary>
    public string[] Full() =>
        [
            .. _underWay
                .Values.CountBy(endpoint => endpoint)
                .Where(busy => busy.Value >= PerEndpoint)
                .Select(busy => busy.Key),
        ];

    /// <summary>Takes a slot until the call came home.</summary>
    public async Task TakeAsync(Task call, string endpoint)
    {
        _underWay[call] = endpoint;
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _underWay.TryRemove(call, out _);
    }

    /// <returns>False when no slot became free before <paramref name="rest"/> was over.</returns>
    public async Task<bool> OneFreedAsync(Task rest) => await Task.WhenAny([rest, .. _underWay.Keys]) != rest;

    public Task AllFreedAsync(CancellationToken ct) => Task.WhenAll(_underWay.Keys).WaitAsync(ct);
}
