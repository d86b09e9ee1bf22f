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
using ServiceDefaults.Data;
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

        await using var own = await db.BeginOwnAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('bill-runs'))", ct);
        var known = await BillRunView.Of(db).SingleOrDefaultAsync(r => r.Run.Period == month.ToString(), ct);
        if (known is not null)
        {
            return TypedResults.Ok(BillRunView.Of(known, time.Now()));
        }

        var run = BillRun.Plan(
            month,
            (int)inForce.Number(BillingPolicies.PaymentTerm, now),
            caller.Subject,
            now.DateIn(inForce.Calendar.Zone),
            now,
            time.Now(),
            StoredTrace.Current
        );
        if (await db.BillRuns.AnyAsync(other => other.Status == BillRunStatus.Running, ct))
        {
            throw new RuleViolation("bill-run.another-runs", "Another month is being billed; late usage counts there.");
        }

        await PlanAsync(db, run, month, configuration.GetValue(PortionKey, Portion), ct);
        db.BillRuns.Add(run);
        await db.SaveChangesAsync(ct);
        await own.CommitOwnAsync(ct);
        if (own is not null)
        {
            KillPoint.Reached(KillPoint.BillRunPlanned);
        }

        var view = BillRunView.Of(new RunInProgress { Run = run }, time.Now());
        return TypedResults.Created(view.Href, view);
    }

    /// <summary>Who gets a bill, in which place and so under which number, is settled here and by nobody later.</summary>
    private static async Task PlanAsync(
        BillingDb db,
        BillRun run,
        BillingMonth month,
        int portion,
        CancellationToken ct
    )
    {
        var accounts = await db.Database.ExecuteSqlAsync(
            $"""
            insert into bill_run_accounts (run_id, place, portion, account_id)
            select {run.Id}, place, place / {portion}, id
              from (select a.id, (row_number() over (order by a.number collate "C"))::integer - 1 as place
                      from accounts a
                     where exists (select from subscriptions s
                                    where s.account_id = a.id and s.starts_on <= {month.Last}
                                      and (s.ends_on is null or s.ends_on >= greatest(s.starts_on, {month.First})))
                        or exists (select from subscriptions s join usage_totals u on u.subscription_id = s.id
                                    where s.account_id = a.id and u.period <= {run.Period}
                                      and u.quantity <> u.billed_quantity)) billed
            """,
            ct
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into bill_run_portions (run_id, portion, accounts)
            select run_id, portion, count(*) from bill_run_accounts where run_id = {run.Id} group by run_id, portion
            """,
            ct
        );
        var last = await db
            .Database.SqlQuery<long>(
                $"""
                insert into bill_number_series as series (year, last_number) values ({run.BillDate.Year}, {accounts})
                on conflict (year) do update set last_number = series.last_number + excluded.last_number
                returning last_number as "Value"
                """
            )
            .ToListAsync(ct);
        run.Allot(accounts, last[0] - accounts + 1);
    }
}
