using System.ComponentModel.DataAnnotations;
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

namespace Vas.Features.Providers;

/// <summary>Why something ends or shall end, for whom it concerns to read.</summary>
public sealed record ReasonRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")
    ]
        string Reason
);

/// <summary>A provider is not let in, or who registered it takes that back (features.md V1).</summary>
internal static class RejectProvider
{
    public static void Map(RouteGroupBuilder providers) =>
        providers.MapPost("/{id}/rejection", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<ProviderView>, NotFound>> Handle(
        string id,
        ReasonRequest request,
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

        var now = clock.Now();
        provider.Reject(request.Reason, caller.Subject, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ProviderView.Of(provider, (await policies.ReadAsync(ct)).ScoreTermsAt(now), caller));
    }
}
