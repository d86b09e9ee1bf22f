using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Credit;

/// <param name="Upheld">True when the customer is right.</param>
public sealed record DecideDisputeRequest(
    [Required(ErrorMessage = "It is mandatory.")] bool? Upheld,
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")]
        string Reason
);

/// <summary>
/// Decides a dispute; never by who raised it. Either way the charge counts again: upheld, it is not written off here,
/// the customer gets a compensation for it (features.md B12).
/// </summary>
internal static class DecideDispute
{
    public static void Map(RouteGroupBuilder bills) =>
        bills.MapPost("/{id}/lines/{seq:long}/disputes/decision", Handle).RequireRoles(Roles.Finance, Roles.Supervisor);

    private static async Task<Results<Ok<BillDisputeView>, NotFound>> Handle(
        string id,
        long seq,
        DecideDisputeRequest request,
        BillingDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        await using var turn = await db.BeginOwnAsync(ct);
        if (await db.ChargeAsync(id, seq, caller, ct) is not { } bill)
        {
            return TypedResults.NotFound();
        }

        await db.LockAccountsAsync([bill.AccountId], ct);
        var dispute = await db.BillDisputes.SingleOrDefaultAsync(d => d.BillId == bill.Id && d.Seq == seq, ct);
        if (dispute is null)
        {
            return TypedResults.NotFound();
        }

        dispute.Decide(request.Upheld!.Value, request.Reason, caller.Subject, clock.Now());
        await db.MarkDisputedAsync(dispute, isDisputed: false, ct);
        await db.SaveChangesAsync(ct);
        await turn.CommitOwnAsync(ct);
        return TypedResults.Ok(BillDisputeView.Of(dispute, bill));
    }
}
