using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using Vas.Data;

namespace Vas.Features.Settlement.Refunds;

/// <summary>
/// A second person agrees that a charge is given back (features.md V15). Billing is asked once this is committed, by
/// <see cref="PayApprovedRefunds"/>: so no crash leaves a payment that nobody here decided on.
/// </summary>
internal static class ApproveRefund
{
    public static void Map(RouteGroupBuilder refunds) =>
        refunds.MapPost("/{id}/approval", Handle).RequireRoles(Roles.Supervisor, Roles.Finance);

    private static async Task<Results<Ok<RefundView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        TimeProvider systemClock,
        CancellationToken ct
    )
    {
        var refund = await db.Refunds.WithIdAsync(id, ct);
        if (refund is null)
        {
            return TypedResults.NotFound();
        }

        refund.Approve(caller.Subject, clock.Now(), due: systemClock.Now(), StoredTrace.Current);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(RefundView.Of(refund, caller));
    }
}
