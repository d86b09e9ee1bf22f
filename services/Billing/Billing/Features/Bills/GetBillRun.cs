using System;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>One bill run and how far it is (features.md B7).</summary>
internal static class GetBillRun
{
    public static void Map(RouteGroupBuilder runs) =>
        runs.MapGet("/{id}", Handle).RequireRoles(Roles.Finance, Roles.Auditor, Roles.Ops);

    private static async Task<Results<Ok<BillRunView>, NotFound>> Handle(
        string id,
        BillingDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var known = Ids.TryRead(id, out var key)
            ? await BillRunView.Of(db).SingleOrDefaultAsync(progress => progress.Run.Id == key, ct)
            : null;
        return known is null ? TypedResults.NotFound() : TypedResults.Ok(BillRunView.Of(known, time.Now()));
    }
}
