using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Providers.Blacklists;

/// <summary>One entry of the blacklist (features.md V12).</summary>
internal static class GetBlacklistEntry
{
    public static void Map(RouteGroupBuilder blacklist) =>
        blacklist.MapGet("/{id}", Handle).RequireRoles([.. ProviderRoles.Staff]);

    private static async Task<Results<Ok<BlacklistEntryView>, NotFound>> Handle(
        string id,
        VasDb db,
        CancellationToken ct
    )
    {
        var found = await db.Blacklist.AsNoTracking().WithIdAsync(id, ct);
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(BlacklistEntryView.Of(found));
    }
}
