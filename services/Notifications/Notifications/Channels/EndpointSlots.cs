using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Notifications.Channels;

/// <summary>
/// The slots that this replica calls partners from, one call at a time in each. An endpoint has a few only: one that
/// hangs holds nobody up but itself. Those that were slow lately share a part of all slots, so that many of them hold up nobody either.
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

    /// <summary>An endpoint that answered its last call within so short a time is handed several in a row.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(250);

    /// <summary>So many a slot: with calls of <see cref="Quick"/> they are over long before their claims run out.</summary>
    public const int InARow = 16;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Task, string> _underWay = new();
    private readonly ConcurrentDictionary<string, long> _quickAt = new();
    private readonly ConcurrentDictionary<string, long> _slowAt = new();

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
    public string[] SlowOnes() => Lately(_slowAt);

    /// <summary>The endpoints whose last call was answered quickly.</summary>
    public string[] QuickOnes() => Lately(_quickAt);

    /// <summary>How many deliveries so many free slots of an endpoint are worth.</summary>
    public int Worth(string endpoint, int slots) => _quickAt.ContainsKey(endpoint) ? slots * InARow : slots;

    /// <summary>How long a call took: what the endpoint may be trusted with next.</summary>
    public void Met(string endpoint, TimeSpan took)
    {
        if (took >= Slow)
        {
            _slowAt[endpoint] = clock.GetTimestamp();
        }

        if (took < Quick)
        {
            _quickAt[endpoint] = clock.GetTimestamp();
        }
        else
        {
            _quickAt.TryRemove(endpoint, out _);
        }
    }

    /// <summary>Takes a slot until what runs in it came home.</summary>
    public async Task TakeAsync(Task call, string endpoint)
    {
        _underWay[call] = endpoint;
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _underWay.TryRemove(call, out _);
    }

    public Task AllFreedAsync(CancellationToken ct) => Task.WhenAll(_underWay.Keys).WaitAsync(ct);

    private string[] Lately(ConcurrentDictionary<string, long> at)
    {
        foreach (var past in at.Where(seen => clock.GetElapsedTime(seen.Value) >= Memory))
        {
            at.TryRemove(past);
        }

        return [.. at.Keys];
    }
}
