using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Notifications.Channels;

/// <summary>
/// The calls to partners that this replica has under way. An endpoint has a few slots only: one that hangs holds nobody
/// up but itself. Those that were slow lately share a part of all slots, so that many of them hold up nobody either.
/// </summary>
internal sealed class EndpointSlots(TimeProvider clock)
{
    /// <summary>Calls under way at once, per replica.</summary>
    private const int All = 32;

    /// <summary>Of these, to one host.</summary>
    public const int PerEndpoint = 2;

    /// <summary>Of these, to all slow endpoints together.</summary>
    public const int ForSlow = 8;

    /// <summary>A call that took so long makes its endpoint a slow one, for <see cref="Memory"/>.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Task, string> _underWay = new();
    private readonly ConcurrentDictionary<string, long> _slowAt = new();

    public bool AreIdle => _underWay.IsEmpty;

    public int Free => All - _underWay.Count;

    public int FreeOf(string endpoint) => PerEndpoint - _underWay.Values.Count(busy => busy == endpoint);

    public int FreeForSlow => ForSlow - _underWay.Values.Count(IsSlow);

    public bool IsSlow(string endpoint) =>
        _slowAt.TryGetValue(endpoint, out var at) && clock.GetElapsedTime(at) < Memory;

    /// <summary>The endpoints that have none left: their own two are taken, or the slow ones' are.</summary>
    public string[] Full() =>
        [
            .. _underWay
                .Values.CountBy(endpoint => endpoint)
                .Where(busy => busy.Value >= PerEndpoint)
                .Select(busy => busy.Key)
                .Union(FreeForSlow <= 0 ? SlowOnes() : []),
        ];

    /// <summary>The endpoints that were slow lately; the others are forgotten.</summary>
    public string[] SlowOnes()
    {
        foreach (var past in _slowAt.Where(slow => clock.GetElapsedTime(slow.Value) >= Memory))
        {
            _slowAt.TryRemove(past);
        }

        return [.. _slowAt.Keys];
    }

    /// <summary>Takes a slot until the call came home.</summary>
    public async Task TakeAsync(Task call, string endpoint)
    {
        _underWay[call] = endpoint;
        var started = clock.GetTimestamp();
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (clock.GetElapsedTime(started) >= Slow)
        {
            _slowAt[endpoint] = clock.GetTimestamp();
        }

        _underWay.TryRemove(call, out _);
    }

    /// <returns>False when no slot became free before <paramref name="rest"/> was over.</returns>
    public async Task<bool> OneFreedAsync(Task rest) => await Task.WhenAny([rest, .. _underWay.Keys]) != rest;

    public Task AllFreedAsync(CancellationToken ct) => Task.WhenAll(_underWay.Keys).WaitAsync(ct);
}
