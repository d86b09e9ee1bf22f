using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Blacklists;

/// <summary>What operators tell each other of an entry; who listed it stays with us.</summary>
public sealed record SharedEntry(string Kind, string Value, string Reason, DateTimeOffset? Until);

/// <summary>Our own entries in force, for other operators.</summary>
public sealed record BlacklistExportView(
    DateTimeOffset ExportedAt,
    IReadOnlyList<SharedEntry> Entries,
    [property: JsonPropertyName("@type")] string Type = "BlacklistExport"
);

/// <summary>
/// Our own entries in force, as JSON or, with `format=csv`, as CSV: what we heard from others is theirs to share
/// (features.md V12).
/// </summary>
internal static class ExportBlacklist
{
    public static void Map(RouteGroupBuilder blacklist) =>
        blacklist
            .MapGet("/export", Handle)
            .RequireRoles(Roles.Supervisor, Roles.Finance, Roles.Ops, Roles.Auditor)
            .Produces<BlacklistExportView>(StatusCodes.Status200OK, "application/json", "text/csv");

    private static async Task<Results<Ok<BlacklistExportView>, ContentHttpResult>> Handle(
        string? format,
        VasDb db,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        if (format is not (null or "json" or "csv"))
        {
            throw new InvalidInput("format", "json or csv is expected.");
        }

        var now = clock.Now();
        var entries = await db
            .Blacklist.AsNoTracking()
            .InForce(now)
            .Where(it => it.Source == BlacklistEntry.Own)
            .OrderBy(it => it.Kind)
            .ThenBy(it => it.Value)
            .ToListAsync(ct);
        var shared = entries.ConvertAll(it => new SharedEntry(it.Kind.ToWord(), it.Value, it.Reason, it.Until));
        return format == "csv"
            ? TypedResults.Text(BlacklistCsv.Write(shared), "text/csv", Encoding.UTF8)
            : TypedResults.Ok(new BlacklistExportView(now, shared));
    }
}
