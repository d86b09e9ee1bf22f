using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Billing.Features.Credit;

/// <summary>The day that a walk is of.</summary>
internal sealed record DunningToday(DateOnly Date, DateTimeOffset Now, PoliciesInForce Policies);

/// <summary>
/// Once each local day over the open bills that are due, oldest first, a page a transaction. What follows from a bill
/// changes with the date and not within it, so a million accounts cost one walk a day along an index, and nothing the
/// rest of it. Replicas take pages in turn; a page that was cut off is done again, as if it had never begun. Days that
/// business time jumped over are not walked any more.
/// </summary>
internal abstract class DunningPass(IServiceScopeFactory scopes, BusinessClock clock, PolicyBook policies, ILogger log)
    : Sweep(scopes, log)
{
    /// <summary>Bills a transaction: the accounts of a page are held for some 100 ms at most.</summary>
    private const int PageSize = 200;

    private DateOnly _finished;

    /// <summary>Names the walk in dunning_days.</summary>
    protected abstract string Kind { get; }

    /// <summary>The latest due day that the walk goes to.</summary>
    protected abstract DateOnly LastDueDay(DunningToday today);

    /// <summary>Decides for some accounts that have bills in the page; a second time on the same day changes nothing.</summary>
    protected abstract Task DecideAsync(BillingDb db, Guid[] accounts, DunningToday today, CancellationToken ct);

    protected sealed override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());
        var today = new DunningToday(now.DateIn(book.Calendar.Zone), now, book);
        if (today.Date == _finished)
        {
            return 0;
        }

        var db = services.GetRequiredService<BillingDb>();
        await db.Database.ExecuteSqlAsync(
            $"insert into dunning_days (kind, day) values ({Kind}, {today.Date}) on conflict do nothing",
            ct
        );
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var walk = await db
            .DunningDays.FromSql(
                $"""
                select * from dunning_days where kind = {Kind} and day = {today.Date} for no key update skip locked
                """
            )
            .ToListAsync(ct);
        if (walk is not [{ FinishedAt: null } day])
        {
            _finished = walk is [_] ? today.Date : _finished; // not there: another replica has this page
            return 0;
        }

        var page = await PageAsync(db, day, LastDueDay(today), ct);
        if (page is [.., var last])
        {
            await DecideAsync(db, [.. page.Select(bill => bill.AccountId).Distinct()], today, ct);
            (day.AfterDue, day.AfterBill) = (last.DueOn, last.Id);
        }

        day.FinishedAt = page.Count < PageSize ? now : null;
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return page.Count;
    }

    private static Task<List<DueBill>> PageAsync(BillingDb db, DunningDay day, DateOnly until, CancellationToken ct) =>
        db
            .Database.SqlQuery<DueBill>(
                $"""
                select id as "Id", account_id as "AccountId", due_on as "DueOn" from bills
                 where status in ('Sent', 'PartiallyPaid') and reversed_at is null
                   and due_on <= {until} and (due_on, id) > ({day.AfterDue}, {day.AfterBill})
                 order by due_on, id
                 limit {PageSize}
                """
            )
            .ToListAsync(ct);

    private sealed record DueBill(Guid Id, Guid AccountId, DateOnly DueOn);
}
