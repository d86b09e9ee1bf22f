using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Features.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Compensations;

/// <param name="Finding">What was found; the customer reads it.</param>
public sealed record ClawBackCompensationRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")]
        string Finding
);

/// <summary>
/// The finding did not uphold the case: another person than who granted it takes the compensation back
/// (features.md B12).
/// </summary>
internal static class ClawBackCompensation
{
    public static void Map(RouteGroupBuilder compensations) =>
        compensations.MapPost("/{id}/clawBacks", Handle).RequireRoles(Roles.Supervisor, Roles.Finance);

    private static async Task<Results<Ok<CompensationView>, NotFound>> Handle(
        string id,
        ClawBackCompensationRequest request,
        BillingDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var found = await db.Compensations.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        await using var turn = await db.BeginOwnAsync(ct);
        await db.LockGrantsAsync(found.ComplaintId, caller.Subject, ct);
        await db.LockMoneyAsync(found.AccountId, ct);
        var balance = await db.BalanceOfAsync(found.AccountId, ct);
        var compensation = await db.Compensations.SingleAsync(it => it.Id == found.Id, ct);
        compensation.ClawBack(caller.Subject, request.Finding, Math.Min(balance, compensation.Amount), now);

        db.PostClawBack(compensation, caller, now);
        await db.SaveChangesAsync(ct);
        await turn.CommitOwnAsync(ct);
        return TypedResults.Ok(CompensationView.Of(compensation, forStaff: true));
    }
}
