using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace ServiceDefaults.PolicyStore;

/// <summary>One version of a policy in one jurisdiction.</summary>
/// <param name="Value">A number, a text, or an array of texts.</param>
/// <param name="Clock">Of a limit: <c>calendar</c> or <c>working</c> time.</param>
/// <param name="Source">The law, code or decision it rests on.</param>
/// <param name="Change">Which way a tenant may move it: <c>stricter</c>, <c>longer</c>, <c>locked</c> …</param>
/// <param name="IsInForce">False for what was replaced and for what is still to come.</param>
public sealed record PolicyView(
    string Key,
    PolicyValue Value,
    string Unit,
    string Clock,
    string Jurisdiction,
    int Version,
    DateTimeOffset EffectiveFrom,
    string Source,
    string Change,
    decimal? Floor,
    bool IsInForce
)
{
    internal static PolicyView Of(PolicyVersion version, bool isInForce) =>
        new(
            version.Key,
            version.Value,
            version.Unit,
            Words.Of(version.Clock),
            version.Jurisdiction,
            version.Version,
            version.EffectiveFrom,
            version.Source,
            Words.Of(version.Change),
            version.Floor,
            isInForce
        );
}

/// <summary>The rules that the service's promises rest on, with their source: for staff and auditors to read.</summary>
internal static class ListPolicies
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/policies", Handle).RequireRoles([.. Roles.Staff]);

    private static async Task<Ok<List<PolicyView>>> Handle(
        string? key,
        string? jurisdiction,
        PolicyBook book,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var policies = await book.ReadAsync(ct);
        var now = clock.Now();
        return TypedResults.Ok(
            policies
                .Versions.Where(version => key is null || version.Key == key)
                .Where(version => jurisdiction is null || version.Jurisdiction == jurisdiction)
                .OrderBy(version => version.Key, StringComparer.Ordinal)
                .ThenBy(version => version.Jurisdiction, StringComparer.Ordinal)
                .ThenByDescending(version => version.Version)
                .Select(version =>
                    PolicyView.Of(
                        version,
                        policies.All.InForce(version.Key, version.Jurisdiction, now).Contains(version)
                    )
                )
                .ToList()
        );
    }
}
