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
/// service's tables by <c>migrate</c>. A later release of a profile marks the rows it changes with <c>since</c>; each is
/// taken as the next version of its key, whatever the tenant changed in between, and only so does a locked policy move.
/// </summary>
internal sealed class PolicyProfiles(
    ServiceDb db,
    PolicyKeys keys,
    PolicyBook book,
    TimeProvider clock,
    ILogger<PolicyProfiles> log
)
{
    private static readonly JsonSerializerOptions Format = new(PolicyJson.Stored)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="InvalidOperationException">
    /// A profile holds a key or value that the service cannot work by, or the configured jurisdictions do not set every
    /// key: better no start than a case that cannot be taken.
    /// </exception>
    public async Task SeedAsync(CancellationToken ct)
    {
        foreach (var profile in Read())
        {
            await TakeAsync(profile, ct);
        }

        RequireAllKeys(await book.OpenAsync(db, ct));
    }

    private async Task TakeAsync(Profile profile, CancellationToken ct)
    {
        var taken = await db
            .Database.SqlQuery<int?>(
                $"select release as \"Value\" from policy_profiles where jurisdiction = {profile.Jurisdiction}"
            )
            .SingleOrDefaultAsync(ct);
        if (taken >= profile.Release)
        {
            return;
        }

        var newest = await db.Set<PolicyVersion>()
            .Where(version => version.Jurisdiction == profile.Jurisdiction)
            .GroupBy(version => version.Key)
            .Select(versions => new { Key = versions.Key, Version = versions.Max(version => version.Version) })
            .ToDictionaryAsync(row => row.Key, row => row.Version, ct);
        var changed = profile
            .Policies.Where(row => taken is null || row.Since > taken)
            .Select(row => profile.ToVersion(row, newest.GetValueOrDefault(row.Key) + 1))
            .ToList();
        foreach (var version in changed)
        {
            RequireWorkable(version);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.AddRange(changed);
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into policy_profiles values ({profile.Jurisdiction}, {profile.Release})
            on conflict (jurisdiction) do update set release = excluded.release
            """,
            ct
        );
        await transaction.CommitAsync(ct);
        log.LogInformation(
            "Took {Rows} policies from profile {Profile} release {Release}",
            changed.Count,
            profile.Jurisdiction,
            profile.Release
        );
    }

    private void RequireWorkable(PolicyVersion version)
    {
        var whyNot = keys.Comparators.ContainsKey(version.Key) ? keys.WhyNot(version) : "Nobody reads this key.";
        if (whyNot is not null)
        {
            throw new InvalidOperationException($"{version}: {whyNot}");
        }
    }

    private void RequireAllKeys(PoliciesInForce policies)
    {
        foreach (var jurisdiction in policies.Jurisdictions)
        {
            if (!policies.Versions.Any(version => version.Jurisdiction == jurisdiction))
            {
                throw new InvalidOperationException(
                    $"Policies:Jurisdictions names {jurisdiction}, which has no profile."
                );
            }
        }

        foreach (var key in keys.Comparators.Keys)
        {
            try
            {
                _ = policies.Effective(key, clock.Now());
            }
            catch (RuleViolation e)
            {
                throw new InvalidOperationException($"Policies:Jurisdictions does not cover {key}: {e.Message}", e);
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
        int Release,
        DateTimeOffset EffectiveFrom,
        IReadOnlyList<Row> Policies
    )
    {
        public PolicyVersion ToVersion(Row row, int version) =>
            new(
                row.Key,
                row.Value,
                row.Unit,
                Jurisdiction,
                EffectiveFrom.ToUniversalTime(),
                version,
                row.Clock,
                row.Source,
                row.Change,
                row.Floor
            );
    }

    /// <param name="Since">The release of the profile that brought or last changed the row.</param>
    private sealed record Row(
        string Key,
        PolicyValue Value,
        string Unit,
        string Source,
        ChangeRule Change,
        Clock Clock = Clock.Calendar,
        decimal? Floor = null,
        int Since = 1
    );
}
