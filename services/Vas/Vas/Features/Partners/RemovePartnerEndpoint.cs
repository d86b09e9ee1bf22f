using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>Ends one of the caller's own endpoints; what was asked to be delivered before still arrives.</summary>
internal static class RemovePartnerEndpoint
{
    public static void Map(RouteGroupBuilder endpoints) =>
        endpoints.MapDelete("/{id}", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<NoContent, NotFound>> Handle(
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

        db.PartnerEndpoints.Remove(endpoint);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
