using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.EntityFrameworkCore;
using Rules;

namespace Billing.Features.Bills;

/// <summary>Who gets a bill, in which place and so under which number, is settled here and by nobody later.</summary>
internal static class BillRunPlan
{
    /// <summary>One plans at a time, until the transaction ends: a month is billed once, numbers have no gap.</summary>
    public static Task LockBillRunsAsync(this BillingDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('bill-runs'))", ct);

    /// <exception cref="RuleViolation">
    /// <c>bill-run.another-runs</c>: two runs at once could both find the same usage unbilled.
    /// </exception>
    public static async Task RequireNoneRunsAsync(this BillingDb db, CancellationToken ct)
    {
        if (await db.BillRuns.AnyAsync(run => run.Status == BillRunStatus.Running, ct))
        {
            throw new RuleViolation("bill-run.another-runs", "Another run is making bills; it has to finish first.");
        }
    }

    /// <summary>All accounts that had a plan in the month, or usage or a third party's charge that no bill has yet.</summary>
    public static async Task PlanMonthAsync(this BillingDb db, BillRun run, int portion, CancellationToken ct)
    {
        var month = BillingMonth.Read(run.Period)!.Value;
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
                                      and u.quantity <> u.billed_quantity)
                        or exists (select from third_party_charges c
                                    where c.account_id = a.id and c.period <= {run.Period}
                                      and c.bill_id is null and c.status = 'Posted')) billed
            """,
            ct
        );
        await AllotAsync(db, run, accounts, ct);
    }

    /// <summary>One account alone.</summary>
    public static async Task PlanAccountAsync(this BillingDb db, BillRun run, Bill replaced, CancellationToken ct)
    {
        var accounts = await db.Database.ExecuteSqlAsync(
            $"""
            insert into bill_run_accounts (run_id, place, portion, account_id)
            values ({run.Id}, 0, 0, {replaced.AccountId})
            """,
            ct
        );
        await AllotAsync(db, run, accounts, ct);
    }

    private static async Task AllotAsync(BillingDb db, BillRun run, int accounts, CancellationToken ct)
    {
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
        db.BillRuns.Add(run);
    }
}
