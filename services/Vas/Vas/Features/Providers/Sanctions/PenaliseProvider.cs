using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
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

namespace Vas.Features.Providers.Sanctions;

/// <param name="Points">One of the ladder's (policies.md, sp.penalty ladder).</param>
/// <param name="Reason">The offence, for the provider to read.</param>
public sealed record PenaliseProviderRequest(
    [Required(ErrorMessage = "It is mandatory.")] int? Points,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")
    ]
        string Reason
);

/// <summary>Points that an offence cost.</summary>
/// <param name="Score">What the provider was left with.</param>
/// <param name="Sanctions">What followed from that; only in the answer to the penalty itself.</param>
public sealed record PenaltyView(
    Guid Id,
    string Href,
    Guid ProviderId,
    int Points,
    string Reason,
    int Score,
    DateTimeOffset ImposedAt,
    string? ImposedBy,
    IReadOnlyList<SanctionView>? Sanctions,
    [property: JsonPropertyName("@type")] string Type = "Penalty"
)
{
    internal static PenaltyView Of(Penalty it, IReadOnlyList<SanctionView>? sanctions, Caller caller) =>
        new(
            it.Id,
            $"{ProviderView.Root}/{it.ProviderId}/penalties",
            it.ProviderId,
            it.Points,
            it.Reason,
            it.Score,
            it.ImposedAt,
            caller.IsPartner ? null : it.ImposedBy,
            sanctions
        );
}

/// <summary>Takes points from a provider; what its score now falls below follows by itself (features.md V9).</summary>
internal static class PenaliseProvider
{
    /// <summary>What the automatic sanctions rest on.</summary>
    private static readonly string[] Ladder =
    [
        VasPolicies.ScoreNoNew,
        VasPolicies.ScoreWarn,
        VasPolicies.ScoreExit,
        VasPolicies.PenaltyLadder,
    ];

    public static void Map(RouteGroupBuilder providers) =>
        providers.MapPost("/{id}/penalties", Handle).RequireRoles([.. ProviderRoles.Judges]);

    private static async Task<Results<Created<PenaltyView>, NotFound>> Handle(
        string id,
        PenaliseProviderRequest request,
        VasDb db,
        PolicyBook book,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var provider = await db.Providers.WithIdAsync(id, ct);
        if (provider is null)
        {
            return TypedResults.NotFound();
        }

        var (policies, now) = (await book.ReadAsync(ct), clock.Now());
        var terms = policies.ScoreTermsAt(now);
        var (penalty, sanctions) = provider.Penalise(
            request.Points!.Value,
            request.Reason,
            terms,
            policies.VersionsOf(now, Ladder),
            caller.Subject,
            now
        );
        db.Penalties.Add(penalty);
        foreach (var sanction in sanctions)
        {
            await db.RecordAsync(provider, sanction, terms, now, ct);
        }

        await db.SaveChangesAsync(ct);
        var view = PenaltyView.Of(penalty, [.. sanctions.Select(it => SanctionView.Of(it, caller))], caller);
        return TypedResults.Created(view.Href, view);
    }
}
