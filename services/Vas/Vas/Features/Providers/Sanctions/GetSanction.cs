using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Providers.Sanctions;

/// <summary>One sanction and what was said against it (features.md V9).</summary>
internal static class GetSanction
{
    public static void Map(RouteGroupBuilder sanctions) =>
        sanctions.MapGet("/{id}", Handle).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);

    private static async Task<Results<Ok<SanctionView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = await db.Sanctions.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(SanctionView.Of(found, caller));
    }
}
