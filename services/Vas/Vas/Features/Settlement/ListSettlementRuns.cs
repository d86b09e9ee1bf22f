using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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

    public static void Map(RouteGroupBuilder runs) => runs.MapGet("", Handle).RequireRoles([.. SettlementRoles.Staff]);

    private static Task<ListAnswer<SettlementRunView>> Handle(HttpContext http, VasDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.SettlementRuns.AsNoTracking().OrderByDescending(run => run.Period),
            http,
            SettlementRunView.Of,
            ct
        );
}
