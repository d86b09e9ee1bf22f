using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Settlement;

/// <summary>One settlement run (features.md V8).</summary>
internal static class GetSettlementRun
{
    public static void Map(RouteGroupBuilder runs) =>
        runs.MapGet("/{id}", Handle).RequireRoles([.. SettlementRoles.Staff]);

    private static async Task<Results<Ok<SettlementRunView>, NotFound>> Handle(
        string id,
        VasDb db,
        CancellationToken ct
    )
    {
        var run = Ids.TryRead(id, out var key)
            ? await db.SettlementRuns.AsNoTracking().SingleOrDefaultAsync(it => it.Id == key, ct)
            : null;
        return run is null ? TypedResults.NotFound() : TypedResults.Ok(SettlementRunView.Of(run));
    }
}
