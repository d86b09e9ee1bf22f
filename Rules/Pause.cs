using System;
using System.Collections.Generic;
using System.Linq;

namespace Rules;

/// <summary>
/// The clock of a case stands still while it waits for somebody outside who is named: the customer, the landlord, a
/// permit (features.md C4). Waiting for one of our own units never stops it.
/// </summary>
public sealed record Pause
{
    /// <param name="until">Null while the wait goes on.</param>
    /// <param name="waitingFor">Who or what is waited for; shown to the customer and to auditors.</param>
    /// <exception cref="RuleViolation">
    /// <c>pause.nobody-named</c>; <c>pause.ends-before-it-begins</c>.
    /// </exception>
    public Pause(DateTimeOffset from, DateTimeOffset? until, string waitingFor)
    {
        if (string.IsNullOrWhiteSpace(waitingFor))
        {
            throw new RuleViolation("pause.nobody-named", "A clock stops only for a wait that says for whom.");
        }

        if (until < from)
        {
            throw new RuleViolation("pause.ends-before-it-begins", $"A pause from {from:O} cannot end at {until:O}.");
        }

        (From, Until, WaitingFor) = (from, until, waitingFor);
    }

    public DateTimeOffset From { get; }

    public DateTimeOffset? Until { get; }

    public string WaitingFor { get; }

    /// <summary>
    /// When the clock stands still after <paramref name="start"/>, in order and without overlaps; an open end is the
    /// end of time.
    /// </summary>
    internal static List<Stretch> Merge(IEnumerable<Pause> pauses, DateTimeOffset start)
    {
        var stops = new List<Stretch>();
        foreach (var pause in pauses.OrderBy(pause => pause.From))
        {
            var from = pause.From > start ? pause.From : start;
            var until = pause.Until ?? DateTimeOffset.MaxValue;
            if (stops.Count > 0 && from <= stops[^1].Until)
            {
                stops[^1] = stops[^1] with { Until = until > stops[^1].Until ? until : stops[^1].Until };
            }
            else if (until > from)
            {
                stops.Add(new Stretch(from, until));
            }
        }

        return stops;
    }
}
