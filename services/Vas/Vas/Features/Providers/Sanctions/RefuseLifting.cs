using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Providers.Sanctions;

/// <summary>A sanction stays, or who wanted it lifted takes that back (features.md V9).</summary>
internal static class RefuseLifting
{
    public static void Map(RouteGroupBuilder sanctions) =>
        sanctions.MapPost("/{id}/lifting/rejection", Handle).RequireRoles([.. ProviderRoles.Judges]);

    private static async Task<Results<Ok<SanctionView>, NotFound>> Handle(
        string id,
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

        sanction.RefuseLifting();
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(SanctionView.Of(sanction, caller));
    }
}
