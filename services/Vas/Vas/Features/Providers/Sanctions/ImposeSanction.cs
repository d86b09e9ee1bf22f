using System.ComponentModel.DataAnnotations;
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

namespace Vas.Features.Providers.Sanctions;

/// <param name="Kind">notice, noNewSales, fine or exit.</param>
/// <param name="Reason">For the provider to read.</param>
/// <param name="Amount">Of a fine, in yuan; none for any other.</param>
public sealed record ImposeSanctionRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Kind,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")
    ]
        string Reason,
    [Range(0.01, 10_000_000, ErrorMessage = "0.01 to 10000000 yuan are expected.")] decimal? Amount
);

/// <summary>Puts a sanction on a provider, in effect at once (features.md V9).</summary>
internal static class ImposeSanction
{
    public static void Map(RouteGroupBuilder providers) =>
        providers.MapPost("/{id}/sanctions", Handle).RequireRoles([.. ProviderRoles.Judges]);

    private static async Task<Results<Created<SanctionView>, NotFound>> Handle(
        string id,
        ImposeSanctionRequest request,
        VasDb db,
        PolicyBook policies,
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

        var kind =
            Words.Read<SanctionKind>(request.Kind)
            ?? throw new InvalidInput("kind", $"One of {Words.All<SanctionKind>()} is expected.");
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).ScoreTermsAt(now);
        var sanction = provider.Impose(
            new(kind, SanctionCause.Decision, request.Reason, request.Amount),
            caller.Subject,
            now
        );
        await db.RecordAsync(provider, sanction, terms, now, ct);
        await db.SaveChangesAsync(ct); // state and event commit together

        var view = SanctionView.Of(sanction, caller);
        return TypedResults.Created(view.Href, view);
    }
}
