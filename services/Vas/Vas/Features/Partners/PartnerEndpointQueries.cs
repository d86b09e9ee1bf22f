using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Partners;

namespace Vas.Features.Partners;

/// <summary>The caller's own endpoints, newest first (features.md V10).</summary>
internal static class ListPartnerEndpoints
{
    private static readonly Listing<PartnerEndpoint> Listing = new();

    public static void Map(RouteGroupBuilder endpoints) => endpoints.MapGet("", Handle).RequireRoles(Roles.Partner);

    private static Task<ListAnswer<PartnerEndpointView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.PartnerEndpoints.AsNoTracking()
                .VisibleTo(caller)
                .OrderByDescending(endpoint => endpoint.CreatedAt)
                .ThenBy(endpoint => endpoint.Id),
            http,
            PartnerEndpointView.Of,
            ct
        );
}

/// <summary>One of the caller's own endpoints.</summary>
internal static class GetPartnerEndpoint
{
    public static void Map(RouteGroupBuilder endpoints) =>
        endpoints.MapGet("/{id}", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Ok<PartnerEndpointView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        await db.OwnEndpointAsync(id, caller, ct) is { } endpoint
            ? TypedResults.Ok(PartnerEndpointView.Of(endpoint))
            : TypedResults.NotFound();
}
