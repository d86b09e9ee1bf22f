using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Rules;
using ServiceDefaults.Chaos;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace Billing.Features.Bills;

public sealed record StartBillRunRequest([Required(ErrorMessage = "It is mandatory.")] string Period);

/// <summary>Bills a month that has ended, for all accounts (features.md B7). Asked again, it answers the same run.</summary>
internal static class StartBillRun
{
    /// <summary>How many accounts are billed in one transaction; a crash costs at most so many again.</summary>
    public const string PortionKey = "BillRuns:Portion";

    private const int Portion = 500;

    public static void Map(RouteGroupBuilder runs) => runs.MapPost("", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<BillRunView>, Created<BillRunView>>> Handle(
        StartBillRunRequest request,
        BillingDb db,
        PolicyBook policies,
        IConfiguration configuration,
        Caller caller,
        BusinessClock clock,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var month =
            BillingMonth.Read(request.Period) ?? throw new InvalidInput("period", "A month is expected: yyyy-MM.");
        var inForce = await policies.ReadAsync(ct);
        var now = clock.Now();

        // With an Idempotency-Key the conventions have a transaction open already, and commit it.
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        await db.LockBillRunsAsync(ct);
        var known = await BillRunView.Of(db).SingleOrDefaultAsync(r => r.Run.Id == BillRun.IdOf(month), ct);
        if (known is not null)
        {
            return TypedResults.Ok(BillRunView.Of(known, time.Now()));
        }

        var run = BillRun.Plan(
            month,
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
        await db.PlanMonthAsync(run, configuration.GetValue(PortionKey, Portion), ct);
        await db.SaveChangesAsync(ct);
        if (own is not null)
        {
            await own.CommitAsync(ct);
            KillPoint.Reached(KillPoint.BillRunPlanned);
        }

        var view = BillRunView.Of(new RunInProgress { Run = run }, time.Now());
        return TypedResults.Created(view.Href, view);
    }
}
