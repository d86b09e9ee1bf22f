using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Bills;

/// <summary>A reversal is turned down, or taken back by who asked for it: the bill stands (features.md B15).</summary>
internal static class RejectBillReversal
{
    public static void Map(RouteGroupBuilder reversals) =>
        reversals.MapPost("/{id}/rejection", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<BillReversalView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var reversal = Ids.TryRead(id, out var key)
            ? await db.Set<BillReversal>().SingleOrDefaultAsync(r => r.Id == key, ct)
            : null;
        if (reversal is null)
        {
            return TypedResults.NotFound();
        }

        reversal.Reject(caller.Subject, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(BillReversalView.Of(reversal));
    }
}
