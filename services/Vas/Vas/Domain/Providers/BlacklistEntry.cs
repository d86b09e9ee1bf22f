using System;
using System.Linq;
using Rules;

namespace Vas.Domain.Providers;

public enum BlacklistKind
{
    /// <summary>A provider, by the number of its licence.</summary>
    Provider,

    /// <summary>A telephone number or port, digits only.</summary>
    Number,

    /// <summary>A site, by its host name in lower case.</summary>
    Site,
}

/// <summary>
/// Somebody whom nobody does business with for some time (features.md V12, policies.md <c>sp.blacklist</c>): our own
/// entries and those that other operators share. Each source has one of its own for a value.
/// </summary>
public sealed class BlacklistEntry
{
    private BlacklistEntry() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public BlacklistKind Kind { get; private set; }

    /// <summary>Licence, number or host, in its normal form.</summary>
    public string Value { get; private set; } = "";
    public string Reason { get; private set; } = "";

    /// <summary>Whose list it comes from: <c>own</c> or another operator's name.</summary>
    public string Source { get; private set; } = "";
    public string ListedBy { get; private set; } = "";

    /// <summary>The exit that it is the work of, and that it ends with; null as soon as a person says so, too.</summary>
    public Guid? SanctionId { get; private set; }
    public DateTimeOffset ListedAt { get; private set; }

    /// <summary>From then on it counts no more.</summary>
    public DateTimeOffset Until { get; private set; }
    public string? RemovedBy { get; private set; }
    public DateTimeOffset? RemovedAt { get; private set; }
    public string? RemovedFor { get; private set; }

    /// <param name="until">Null for the months that the policy names.</param>
    /// <param name="sanctionId">The exit that lists it; null when a person does.</param>
    /// <exception cref="RuleViolation">
    /// <c>blacklist.malformed</c>; <c>blacklist.too-short</c>: our own entries stand at least as long as the policy says.
    /// </exception>
    public static BlacklistEntry List(
        BlacklistKind kind,
        string value,
        string reason,
        string source,
        DateTimeOffset? until,
        ScoreTerms terms,
        string by,
        DateTimeOffset now,
        Guid? sanctionId = null
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            Kind = kind,
            Value = NormalForm(kind, value),
            Reason = reason,
            Source = source,
            ListedBy = by,
            SanctionId = sanctionId,
            ListedAt = now,
            Until = EndOf(until, source, terms, now),
        };

    /// <summary>
    /// Listed again by the same source: the later end holds. What stood by an exit alone stands by itself from then on, so
    /// the exit's end leaves it there.
    /// </summary>
    /// <param name="sanctionId">The exit that lists it again; null when a person does.</param>
    /// <returns>Whether that changed anything.</returns>
    public bool Renew(
        string reason,
        DateTimeOffset? until,
        ScoreTerms terms,
        string by,
        DateTimeOffset now,
        Guid? sanctionId = null
    )
    {
        var end = EndOf(until, Source, terms, now);
        var outlivesExit = SanctionId is not null && SanctionId != sanctionId;
        if (end <= Until && !outlivesExit)
        {
            return false;
        }

        if (outlivesExit || Source != Own)
        {
            (Reason, ListedBy, SanctionId) = (reason, by, null);
        }

        Until = end > Until ? end : Until;
        Version++;
        return true;
    }

    /// <summary>Taken off before its time.</summary>
    /// <exception cref="RuleViolation"><c>blacklist.removed</c>; <c>blacklist.same-person</c>.</exception>
    public void Remove(string reason, string by, DateTimeOffset now)
    {
        if (RemovedAt is not null)
        {
            throw new RuleViolation("blacklist.removed", "It was taken off already.");
        }

        if (by == ListedBy)
        {
            throw new RuleViolation("blacklist.same-person", "Who put it on the list cannot take it off.");
        }

        TakeOff(reason, by, now);
    }

    /// <summary>What put it on the list, an exit, was lifted by two persons; whoever they were.</summary>
    /// <param name="sanction">The exit: an entry that it did not make stays.</param>
    public void EndWithSanction(Sanction sanction, DateTimeOffset now)
    {
        if (RemovedAt is null && SanctionId == sanction.Id)
        {
            TakeOff(sanction.LiftReason!, sanction.LiftedBy!, now);
        }
    }

    private void TakeOff(string reason, string by, DateTimeOffset now)
    {
        (RemovedBy, RemovedAt, RemovedFor) = (by, now, reason);
        Version++;
    }

    /// <summary>One writing for what means the same: blanks around it, capitals of a host and the like do not count.</summary>
    /// <exception cref="RuleViolation"><c>blacklist.malformed</c>.</exception>
    public static string NormalForm(BlacklistKind kind, string value)
    {
        var text = value.Trim();
        var normal = kind switch
        {
            BlacklistKind.Site => text.TrimEnd('.').ToLowerInvariant(),
            BlacklistKind.Provider => Licence.NormalForm(text) ?? "",
            _ => text,
        };
        var isGood = kind switch
        {
            BlacklistKind.Number => normal.Length is >= 3 and <= 20 && normal.All(char.IsAsciiDigit),
            BlacklistKind.Site => normal.Length <= 253
                && normal.Contains('.', StringComparison.Ordinal)
                && Uri.CheckHostName(normal) == UriHostNameType.Dns,
            _ => normal.Length > 0,
        };
        return isGood
            ? normal
            : throw new RuleViolation(
                "blacklist.malformed",
                "A licence of 3 to 50 letters, digits and hyphens, a number of 3 to 20 digits or a host name is expected."
            );
    }

    private static DateTimeOffset EndOf(DateTimeOffset? until, string source, ScoreTerms terms, DateTimeOffset now)
    {
        var least = now.AddMonths(terms.BlacklistedFor);
        return until is { } end && end < least && source == Own
            ? throw new RuleViolation("blacklist.too-short", $"It stands at least {terms.BlacklistedFor} months.")
            : until ?? least;
    }

    /// <summary>The source of what we list ourselves.</summary>
    public const string Own = "own";
}
