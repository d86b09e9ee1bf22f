using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Providers.Sanctions;

/// <summary>The first of two persons wants a sanction lifted (features.md V9).</summary>
internal static class ProposeLifting
{
    public static void Map(RouteGroupBuilder sanctions) =>
        sanctions.MapPost("/{id}/lifting", Handle).RequireRoles([.. ProviderRoles.Judges]);

    private static async Task<Results<Ok<SanctionView>, NotFound>> Handle(
        string id,
        ReasonRequest request,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var sanction = await db.Sanctions.WithIdAsync(id, ct);
        if (sanction is null)
        {
            return TypedResults.NotFound();
        }

        sanction.ProposeLifting(request.Reason, caller.Subject);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(SanctionView.Of(sanction, caller));
    }
}
