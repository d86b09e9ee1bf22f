using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Providers.Services;

/// <summary>One value-added service; customers and channels read what is live (features.md V2).</summary>
internal static class GetService
{
    public static void Map(RouteGroupBuilder services) =>
        services.MapGet("/{id}", Handle).RequireRoles(ListServices.Readers);

    private static async Task<Results<Ok<VasServiceView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var row = await db.Services.AsNoTracking().VisibleTo(caller).WithProvider(db).WithIdAsync(id, ct);
        return row is null ? TypedResults.NotFound() : TypedResults.Ok(VasServiceView.Of(row, caller));
    }
}
