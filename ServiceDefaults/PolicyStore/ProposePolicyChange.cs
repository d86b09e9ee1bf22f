using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace ServiceDefaults.PolicyStore;

/// <summary>What shall hold from when, on what it rests, and why.</summary>
/// <param name="Unit">The present one unless given.</param>
/// <param name="Clock">The present one unless given: <c>calendar</c> or <c>working</c>.</param>
/// <param name="EffectiveFrom">In the future: nothing changes backwards in time.</param>
public sealed record ProposePolicyChangeRequest(
    [Required(ErrorMessage = "It is mandatory."), StringLength(50, ErrorMessage = "At most 50 characters are taken.")]
        string Jurisdiction,
    [Required(ErrorMessage = "It is mandatory.")] PolicyValue Value,
    [StringLength(50, ErrorMessage = "At most 50 characters are taken.")] string? Unit,
    [AllowedValues(null, "calendar", "working", ErrorMessage = "calendar or working is expected.")] string? Clock,
    [Required(ErrorMessage = "It is mandatory.")] DateTimeOffset? EffectiveFrom,
    [Required(ErrorMessage = "It is mandatory."), StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string Source,
    [Required(ErrorMessage = "It is mandatory."), StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string Reason
);

/// <summary>The first of two persons proposes another value (policies.md: changed by a second person).</summary>
internal static class ProposePolicyChange
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapPost("/policies/{key}/changes", Handle).RequireRoles(Roles.Leader, Roles.Ops);

    private static async Task<Results<Created<PolicyChangeView>, NotFound>> Handle(
        string key,
        ProposePolicyChangeRequest request,
        HttpRequest http,
        PolicyBook book,
        PolicyKeys keys,
        ServiceDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var policies = await book.OpenAsync(db, ct);
        var newest = policies.Newest(key, request.Jurisdiction);
        if (newest.Count == 0)
        {
            return TypedResults.NotFound();
        }

        if (newest.Count > 1)
        {
            throw new RuleViolation(
                "policy.compound",
                $"{newest[0]} has several rows that hold together; it moves with a release of its profile."
            );
        }

        var change = PolicyChange.Propose(
            Guid.CreateVersion7(),
            newest[0],
            newest[0] with
            {
                Value = request.Value,
                Unit = request.Unit ?? newest[0].Unit,
                Clock = request.Clock is { } word ? Enum.Parse<Clock>(word, ignoreCase: true) : newest[0].Clock,
                EffectiveFrom = request.EffectiveFrom!.Value.ToUniversalTime(),
                Version = newest[0].Version + 1,
                Source = request.Source,
            },
            policies.All.TightnessOf(key),
            request.Reason,
            caller.Subject,
            clock.Now()
        );

        if (keys.WhyNot(change.Proposed) is { } whyNot)
        {
            throw new RuleViolation("policy.out-of-range", whyNot);
        }

        db.Add(change);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"{ServiceRoot(http)}/policyChanges/{change.Id}", PolicyChangeView.Of(change));
    }

    /// <summary><c>/api/{service}/v1</c>: where the group was mapped.</summary>
    private static string ServiceRoot(HttpRequest http) =>
        http.Path.Value![..http.Path.Value!.IndexOf("/policies/", StringComparison.Ordinal)];
}
