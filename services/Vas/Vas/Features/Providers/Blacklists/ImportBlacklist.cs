using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Blacklists;

/// <summary>Another operator's list, as its export has it.</summary>
public sealed record ImportBlacklistRequest([Required] IReadOnlyList<SharedEntry?> Entries);

/// <summary>What became of an import.</summary>
/// <param name="Added">New on our list as that operator's, whatever we or others say of them.</param>
/// <param name="Extended">Were here and now stand longer.</param>
/// <param name="Unchanged">Were here at least as long, or had run out already.</param>
public sealed record BlacklistImportView(
    string Source,
    int Received,
    int Added,
    int Extended,
    int Unchanged,
    [property: JsonPropertyName("@type")] string Type = "BlacklistImport"
);

/// <summary>
/// Takes over another operator's list, JSON or CSV by its Content-Type, all of it or nothing; the same list again changes
/// nothing (features.md V12).
/// </summary>
internal static class ImportBlacklist
{
    public static void Map(RouteGroupBuilder blacklist) =>
        blacklist
            .MapPost("/import", Handle)
            .RequireRoles(Roles.Supervisor, Roles.Finance)
            .Accepts<ImportBlacklistRequest>("application/json", SharedList.Csv);

    /// <param name="source">The other operator's name.</param>
    private static async Task<Ok<BlacklistImportView>> Handle(
        string? source,
        SharedList list,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        if (source is not { Length: >= 2 and <= 100 } || source == BlacklistEntry.Own)
        {
            throw new InvalidInput("source", "The other operator's name is expected, 2 to 100 characters.");
        }

        var entries = list.Entries;
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).ScoreTermsAt(now);
        var (added, extended) = (0, 0);
        foreach (var (place, entry) in entries.Index())
        {
            var listed = Listed(entry, source, $"entries[{place}]");
            if (listed.Until <= now)
            {
                continue;
            }

            var (_, isNew, isChanged) = await db.ListAsync(listed, terms, caller.Subject, now, ct);
            added += isNew ? 1 : 0;
            extended += isChanged && !isNew ? 1 : 0;
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(
            new BlacklistImportView(source, entries.Count, added, extended, entries.Count - added - extended)
        );
    }

    private static Listed Listed(SharedEntry? entry, string source, string field)
    {
        var kind =
            Words.Read<BlacklistKind>(entry?.Kind)
            ?? throw new InvalidInput($"{field}.kind", $"One of {Words.All<BlacklistKind>()} is expected.");
        if (entry!.Reason is not { Length: >= 1 and <= 500 } reason)
        {
            throw new InvalidInput($"{field}.reason", "1 to 500 characters are expected.");
        }

        try
        {
            var value = BlacklistEntry.NormalForm(kind, entry.Value ?? "");
            return new(kind, value, reason, source, entry.Until?.ToUniversalTime());
        }
        catch (RuleViolation malformed)
        {
            throw new InvalidInput($"{field}.value", malformed.Message);
        }
    }
}
