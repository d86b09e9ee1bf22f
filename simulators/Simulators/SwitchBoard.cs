using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Simulators;

/// <summary>The switch's memory: the lines it was ever told of, up to a million, and how it is to misbehave.</summary>
internal sealed class SwitchBoard
{
    private const int MostLines = 1_000_000;

    /// <summary>Orders of a line that are known again when they are repeated.</summary>
    private const int OrdersKept = 16;

    private static readonly string[] States = ["open", "allButEmergency", "ceased"];

    private readonly ConcurrentDictionary<string, Circuit> _lines = new(StringComparer.Ordinal);
    private SwitchBehaviour _behaviour = new();
    private HashSet<string> _hanging = [];
    private int _failuresLeft;
    private int _lossesLeft;

    public TimeSpan Delay => TimeSpan.FromMilliseconds(_behaviour.DelayMs);

    public static bool Knows(string? state) => States.Contains(state, StringComparer.Ordinal);

    public void Behave(SwitchBehaviour behaviour)
    {
        _behaviour = behaviour;
        _hanging = new(behaviour.HangNumbers ?? [], StringComparer.Ordinal);
        Volatile.Write(ref _failuresLeft, behaviour.Failures);
        Volatile.Write(ref _lossesLeft, behaviour.LoseAnswers);
    }

    public bool Hangs(string serviceNumber) => _behaviour.Hang || _hanging.Contains(serviceNumber);

    public bool Fails() => Take(ref _failuresLeft);

    public bool LosesAnswer() => Take(ref _lossesLeft);

    /// <returns>False when the line has a newer order.</returns>
    /// <exception cref="InvalidOperationException">There is no room for another line.</exception>
    public bool CarryOut(string serviceNumber, SwitchOrder order)
    {
        if (_lines.Count >= MostLines && !_lines.ContainsKey(serviceNumber))
        {
            throw new InvalidOperationException($"The simulated switch has room for {MostLines} lines.");
        }

        return _lines.GetOrAdd(serviceNumber, _ => new Circuit()).CarryOut(order);
    }

    /// <summary>A line that nobody ordered anything for is open.</summary>
    public SwitchedLine Line(string serviceNumber) =>
        _lines.TryGetValue(serviceNumber, out var line)
            ? line.As(serviceNumber)
            : new SwitchedLine(serviceNumber, States[0], OrderId: null, Orders: 0);

    private static bool Take(ref int left)
    {
        for (var known = Volatile.Read(ref left); known > 0; known = Volatile.Read(ref left))
        {
            if (Interlocked.CompareExchange(ref left, known - 1, known) == known)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Circuit
    {
        private readonly Lock _turn = new();
        private readonly Queue<Guid> _known = new();
        private string _state = States[0];
        private Guid? _last;
        private long _sequence = long.MinValue;
        private int _orders;

        public bool CarryOut(SwitchOrder order)
        {
            lock (_turn)
            {
                if (_known.Contains(order.OrderId))
                {
                    return true; // done before; said again because our answer was lost
                }

                if (order.Sequence < _sequence)
                {
                    return false;
                }

                _known.Enqueue(order.OrderId);
                if (_known.Count > OrdersKept)
                {
                    _known.Dequeue();
                }

                (_state, _last, _sequence) = (order.State!, order.OrderId, order.Sequence ?? _sequence);
                _orders++;
                return true;
            }
        }

        public SwitchedLine As(string serviceNumber)
        {
            lock (_turn)
            {
                return new(serviceNumber, _state, _last, _orders);
            }
        }
    }
}
