using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Simulators.Checkouts;

/// <summary>The sessions there are; the oldest are forgotten when there are too many.</summary>
internal sealed class CheckoutSessions
{
    private const int AtMost = 10_000;

    private readonly ConcurrentDictionary<string, CheckoutSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _oldestFirst = new();

    /// <summary>How sessions behave that are not told otherwise.</summary>
    public CheckoutBehaviour Behaviour { get; set; } = new();

    public CheckoutSession Open(NewSession wanted, Uri notifyUrl, string host)
    {
        var session = new CheckoutSession(wanted, notifyUrl, host, Behaviour);
        _sessions[session.Id] = session;
        _oldestFirst.Enqueue(session.Id);
        while (_oldestFirst.Count > AtMost && _oldestFirst.TryDequeue(out var oldest))
        {
            _sessions.TryRemove(oldest, out _);
        }

        return session;
    }

    public CheckoutSession? Find(string id) => _sessions.GetValueOrDefault(id);
}
