using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Data;

namespace ServiceDefaults.PolicyStore;

/// <summary>
/// The policies that the product ships, one file per profile (<c>Policies/CN-national.json</c>, embedded), put into the
/// service's tables by <c>migrate</c>. A later release of a profile raises its version: its rows are added beside the
/// old ones, whatever the tenant changed in between, and only so does a locked policy ever move.
/// </summary>
internal sealed class PolicyProfiles(ServiceDb db, PolicyKeys keys, ILogger<PolicyProfiles> log)
{
    private static readonly JsonSerializerOptions Format = new(PolicyJson.Stored)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="InvalidOperationException">A profile holds a key that the service does not know.</exception>
    public async Task SeedAsync(CancellationToken ct)
    {
        foreach (var profile in Read())
        {
            if (profile.Policies.FirstOrDefault(row => !keys.Comparators.ContainsKey(row.Key)) is { } unknown)
            {
                throw new InvalidOperationException($"{profile.Jurisdiction} sets {unknown.Key}, which nobody reads.");
            }

            var held = await db.Set<PolicyVersion>()
                .AsNoTracking()
                .Where(version => version.Jurisdiction == profile.Jurisdiction)
                .Select(version => new { version.Key, version.Version })
                .Distinct()
                .ToListAsync(ct);
            var isNew = profile.Policies.Where(row =>
                !held.Exists(known => known.Key == row.Key && known.Version >= profile.Version)
            );
            db.AddRange(isNew.Select(profile.ToVersion));
            if (await db.SaveChangesAsync(ct) is var added and > 0)
            {
                log.LogInformation(
                    "Took {Rows} policies from profile {Profile} version {Version}",
                    added,
                    profile.Jurisdiction,
                    profile.Version
                );
            }
        }
    }

    private IEnumerable<Profile> Read() =>
        from resource in keys.ProfilesOf.GetManifestResourceNames()
        where resource.Contains(".Policies.", StringComparison.Ordinal)
        orderby resource
        select Parse(resource);

    private Profile Parse(string resource)
    {
        using var file = new StreamReader(keys.ProfilesOf.GetManifestResourceStream(resource)!);
        return JsonSerializer.Deserialize<Profile>(file.ReadToEnd(), Format)!;
    }

    private sealed record Profile(
        string Jurisdiction,
        int Version,
        DateTimeOffset EffectiveFrom,
        IReadOnlyList<Row> Policies
    )
    {
        public PolicyVersion ToVersion(Row row) =>
            new(
                row.Key,
                row.Value,
                row.Unit,
                Jurisdiction,
                EffectiveFrom.ToUniversalTime(),
                Version,
                row.Clock,
                row.Source,
                row.Change,
                row.Floor
            );
    }

    private sealed record Row(
        string Key,
        PolicyValue Value,
        string Unit,
        string Source,
        ChangeRule Change,
        Clock Clock = Clock.Calendar,
        decimal? Floor = null
    );
}
