using System;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace Billing.Features.Bills;

/// <summary>
/// Bills the month of a bill that was taken back once more, when what was wrong is put right (features.md B7, B15): a run
/// for that account alone, and one replacement for ever. Asked again, it answers the same run.
/// </summary>
internal static class BillAgain
{
    public static void Map(RouteGroupBuilder bills) =>
        bills.MapPost("/{id}/replacement", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<BillRunView>, Created<BillRunView>, NotFound>> Handle(
        string id,
        BillingDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var bill = await db.Bills.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (bill is null)
        {
            return TypedResults.NotFound();
        }

        var (inForce, now) = (await policies.ReadAsync(ct), clock.Now());

        await using var own = await db.BeginOwnAsync(ct);
        await db.LockBillRunsAsync(ct);
        var known = await BillRunView.Of(db).SingleOrDefaultAsync(r => r.Run.ReplacesBillId == bill.Id, ct);
        if (known is not null)
        {
            return TypedResults.Ok(BillRunView.Of(known, time.Now()));
        }

        var run = BillRun.Again(
            bill,
            new(
                (int)inForce.Number(BillingPolicies.PaymentTerm, now),
                caller.Subject,
                now.DateIn(inForce.Calendar.Zone),
                now,
                time.Now(),
                StoredTrace.Current
            )
        );
        await db.RequireNoneRunsAsync(ct);
        await db.PlanAccountAsync(run, bill, ct);
        await db.SaveChangesAsync(ct);
        await own.CommitOwnAsync(ct);

        var view = BillRunView.Of(new RunInProgress { Run = run }, time.Now());
        return TypedResults.Created(view.Href, view);
    }
}
