using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Features.Credit;
using Billing.Features.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Compensations;

/// <summary>A second person, whose own limit covers it, grants a compensation that waits (features.md B12).</summary>
internal static class ApproveCompensation
{
    public static void Map(RouteGroupBuilder compensations) =>
        compensations.MapPost("/{id}/approvals", Handle).RequireRoles(Roles.Supervisor, Roles.Finance);

    private static async Task<Results<Ok<CompensationView>, NotFound>> Handle(
        string id,
        BillingDb db,
        RestorePaidLines lines,
        PolicyBook book,
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

        var (policies, now) = (await book.ReadAsync(ct), clock.Now());
        await using var turn = await db.BeginOwnAsync(ct);
        await db.LockGrantsAsync(found.ComplaintId, caller.Subject, ct);
        var money = (await db.LockMoneyAsync(found.AccountId, ct))!;
        var compensation = await db.Compensations.SingleAsync(it => it.Id == found.Id, ct);
        compensation.Approve(
            caller.Subject,
            await db.AllowanceAsync(found.ComplaintId, found.AccountId, caller, policies, now, ct),
            now.DateIn(policies.Calendar.Zone),
            now
        );

        db.Post(compensation, money, caller, now);
        await lines.SaveAndRestoreAsync(found.AccountId, now, ct);
        await turn.CommitOwnAsync(ct);
        return TypedResults.Ok(CompensationView.Of(compensation, forStaff: true));
    }
}
