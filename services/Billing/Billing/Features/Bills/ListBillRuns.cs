using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>All bill runs, the newest month first (features.md B7).</summary>
internal static class ListBillRuns
{
    private static readonly Listing<RunInProgress> Listing = new Listing<RunInProgress>()
        .FilterBy("period", period => progress => progress.Run.Period == period)
        .FilterBy(
            "replacesBillId",
            id => Ids.TryRead(id, out var bill) ? progress => progress.Run.ReplacesBillId == bill : _ => false
        );

    public static void Map(RouteGroupBuilder runs) =>
        runs.MapGet("", Handle).RequireRoles(Roles.Finance, Roles.Auditor, Roles.Ops);

    private static Task<ListAnswer<BillRunView>> Handle(
        HttpContext http,
        BillingDb db,
        TimeProvider time,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            BillRunView.Of(db).OrderByDescending(progress => progress.Run.Period).ThenBy(progress => progress.Run.Id),
            http,
            progress => BillRunView.Of(progress, time.Now()),
            ct
        );
}
