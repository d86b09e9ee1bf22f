using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>Switches one of the caller's own endpoints on again that had failed for too long.</summary>
internal static class ActivatePartnerEndpoint
{
    public static void Map(RouteGroupBuilder endpoints) =>
        endpoints.MapPost("/{id}/activation", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Ok<PartnerEndpointView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        if (await db.OwnEndpointAsync(id, caller, ct) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        endpoint.Activate();
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PartnerEndpointView.Of(endpoint));
    }
}
