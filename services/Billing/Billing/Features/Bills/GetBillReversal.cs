using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>One reversal, and what was decided on it (features.md B15).</summary>
internal static class GetBillReversal
{
    public static void Map(RouteGroupBuilder reversals) =>
        reversals.MapGet("/{id}", Handle).RequireRoles(Roles.Finance, Roles.Auditor);

    private static async Task<Results<Ok<BillReversalView>, NotFound>> Handle(
        string id,
        BillingDb db,
        CancellationToken ct
    )
    {
        var reversal = Ids.TryRead(id, out var key)
            ? await ReversalRow.Of(db).SingleOrDefaultAsync(row => row.Reversal.Id == key, ct)
            : null;
        return reversal is null ? TypedResults.NotFound() : TypedResults.Ok(BillReversalView.Of(reversal));
    }
}
