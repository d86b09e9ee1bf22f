using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>All settlement runs, the newest month first (features.md V8).</summary>
internal static class ListSettlementRuns
{
    private static readonly Listing<SettlementRun> Listing = new Listing<SettlementRun>().FilterBy(
        "period",
        period => run => run.Period == period
    );

    public static void Map(RouteGroupBuilder runs)
    {
        runs.MapGet("", List).RequireRoles([.. SettlementRoles.Staff]);
        runs.MapGet("/{id}", Get).RequireRoles([.. SettlementRoles.Staff]);
    }

    private static Task<ListAnswer<SettlementRunView>> List(HttpContext http, VasDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.SettlementRuns.AsNoTracking().OrderByDescending(run => run.Period),
            http,
            SettlementRunView.Of,
            ct
        );

    private static async Task<Results<Ok<SettlementRunView>, NotFound>> Get(string id, VasDb db, CancellationToken ct)
    {
        var run = Ids.TryRead(id, out var key)
            ? await db.SettlementRuns.AsNoTracking().SingleOrDefaultAsync(it => it.Id == key, ct)
            : null;
        return run is null ? TypedResults.NotFound() : TypedResults.Ok(SettlementRunView.Of(run));
    }
}
