using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Credit;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Credit;

/// <summary>What is open for one line on bills whose due day is over.</summary>
/// <param name="LineId">Null: charges of the account as such, which are reminded of and suspend no line.</param>
/// <param name="Open">Third parties' disputed charges are not in it (features.md B10).</param>
/// <param name="LongOpen">The part of it on bills that were due before the day that was asked for.</param>
internal sealed record LineArrears(Guid AccountId, Guid? LineId, string Currency, decimal Open, decimal LongOpen);

/// <summary>Arrears as plain SQL: set-based, by the few open bills of each account (index bills_open).</summary>
internal static class Arrears
{
    /// <summary>
    /// Whoever decides on arrears holds the account until he commits. Else a line could be barred on arrears that were
    /// paid a moment ago, after the payment's own look found nothing to restore.
    /// </summary>
    public static Task LockAccountsAsync(this BillingDb db, Guid[] accounts, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"select 1 from accounts where id = any ({accounts}) order by id for no key update",
            ct
        );

    /// <summary>Those of the lines that stand somewhere, held until the commit; always after their accounts, before orders.</summary>
    public static Task<List<LineStanding>> LockStandingsAsync(this BillingDb db, Guid[] lines, CancellationToken ct) =>
        db
            .LineStandings.FromSql(
                $"select * from line_standings where line_id = any ({lines}) order by line_id for no key update"
            )
            .ToListAsync(ct);

    /// <param name="db">Inside a transaction that holds the accounts, where something is decided on the answer.</param>
    /// <param name="accounts">Whose.</param>
    /// <param name="today">Bills that were due before today count; local date.</param>
    /// <param name="longBefore">For <see cref="LineArrears.LongOpen"/>.</param>
    public static Task<List<LineArrears>> ArrearsOfAsync(
        this BillingDb db,
        Guid[] accounts,
        DateOnly today,
        DateOnly longBefore,
        CancellationToken ct
    ) =>
        db
            .Database.SqlQuery<LineArrears>(
                $"""
                select b.account_id as "AccountId", l.line_id as "LineId", min(b.currency) as "Currency",
                       sum(l.amount - l.settled) as "Open",
                       coalesce(sum(l.amount - l.settled) filter (where b.due_on < {longBefore}), 0) as "LongOpen"
                  from bills b
                  join bill_lines l on l.bill_id = b.id
                 where b.account_id = any ({accounts}) and b.due_on < {today}
                   and b.status in ('Sent', 'PartiallyPaid') and b.reversed_at is null
                   and not (l.kind = 'ThirdParty' and l.is_disputed)
                 group by b.account_id, l.line_id
                having sum(l.amount - l.settled) > 0
                """
            )
            .ToListAsync(ct);
}
