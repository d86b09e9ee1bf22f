using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Blacklists;

/// <summary>Whom to list, and why.</summary>
/// <param name="Until">Null for the months that the policy names.</param>
/// <param name="Sanction">The exit that lists it; null when a person does.</param>
internal sealed record Listed(
    BlacklistKind Kind,
    string Value,
    string Reason,
    string Source,
    DateTimeOffset? Until,
    Guid? Sanction = null
);

/// <summary>The blacklist as the use cases ask it and write on it (features.md V12).</summary>
internal static class BlacklistBook
{
    /// <summary>Whether the value stands on the list at this moment.</summary>
    public static Task<bool> IsBlacklistedAsync(
        this VasDb db,
        BlacklistKind kind,
        string value,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var normal = BlacklistEntry.NormalForm(kind, value);
        return db.Blacklist.InForce(now).AnyAsync(entry => entry.Kind == kind && entry.Value == normal, ct);
    }

    /// <summary>Lists it, or lets the source's own entry that there is stand longer. Saves nothing.</summary>
    /// <returns>The entry, and whether it is new or changed.</returns>
    public static async Task<(BlacklistEntry Entry, bool IsNew, bool IsChanged)> ListAsync(
        this VasDb db,
        Listed listed,
        ScoreTerms terms,
        string by,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var value = BlacklistEntry.NormalForm(listed.Kind, listed.Value);
        var known =
            db.Blacklist.Local.SingleOrDefault(it =>
                it.Kind == listed.Kind && it.Value == value && it.Source == listed.Source && it.RemovedAt is null
            )
            ?? await db.Blacklist.SingleOrDefaultAsync(
                it => it.Kind == listed.Kind && it.Value == value && it.Source == listed.Source && it.RemovedAt == null,
                ct
            );
        if (known is not null)
        {
            return (known, false, known.Renew(listed.Reason, listed.Until, terms, by, now, listed.Sanction));
        }

        var entry = BlacklistEntry.List(
            listed.Kind,
            value,
            listed.Reason,
            listed.Source,
            listed.Until,
            terms,
            by,
            now,
            listed.Sanction
        );
        db.Blacklist.Add(entry);
        return (entry, true, true);
    }

    public static IQueryable<BlacklistEntry> InForce(this IQueryable<BlacklistEntry> entries, DateTimeOffset now) =>
        entries.Where(entry => entry.RemovedAt == null && entry.Until > now);
}
