using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>
/// A new secret for one of the caller's own endpoints, shown once (features.md N9). For 24 hours the one before signs
/// beside it, so the receiver may learn the new one at any moment of them.
/// </summary>
internal static class RotatePartnerSecret
{
    public static void Map(RouteGroupBuilder endpoints) =>
        endpoints.MapPost("/{id}/secret", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Created<PartnerEndpointView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (await db.OwnEndpointAsync(id, caller, ct) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        endpoint.RotateSecret(clock.Now());
        await db.SaveChangesAsync(ct);
        var view = PartnerEndpointView.Of(endpoint);
        return TypedResults.Created(view.Href, view);
    }
}
