using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Credit;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Credit;

/// <summary>
/// Brings back the lines of an account for which nothing is owed any more (features.md B11): the promise is recorded
/// and the switch is told in the commit of whatever settled them.
/// </summary>
internal sealed class RestorePaidLines(BillingDb db, PolicyBook policies, BusinessClock clock, TimeProvider systemClock)
{
    /// <summary>Saves what settled the account's bills, and the return of its lines with it; the caller commits.</summary>
    /// <param name="account">Whose money it was; held by the caller's transaction.</param>
    /// <param name="paidAt">As for <see cref="OfAsync"/>.</param>
    public async Task SaveAndRestoreAsync(Guid account, DateTimeOffset paidAt, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct); // arrears are looked up in what is stored
        await OfAsync(account, paidAt, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <param name="account">Whose lines; held by the caller's transaction already (<see cref="Arrears.LockAccountsAsync"/>).</param>
    /// <param name="paidAt">When the customer had done his part, business time: the promise runs from then.</param>
    /// <param name="ct">Of the caller, who saves and commits.</param>
    public async Task OfAsync(Guid account, DateTimeOffset paidAt, CancellationToken ct)
    {
        var barred = await db
            .LineStandings.FromSql(
                $"""
                select * from line_standings
                 where account_id = {account} and status in ('SuspensionOrdered', 'Suspended')
                 order by line_id
                   for no key update
                """
            )
            .ToListAsync(ct);
        if (barred.Count == 0)
        {
            return;
        }

        var book = await policies.ReadAsync(ct);
        var today = clock.Now().DateIn(book.Calendar.Zone);
        var owing = (await db.ArrearsOfAsync([account], today, today, ct))
            .Select(arrears => arrears.LineId)
            .ToHashSet();
        var paid = barred.Where(line => !owing.Contains(line.LineId)).ToLookup(line => line.Status);
        await RestoreAsync([.. paid[LineStandingStatus.Suspended]], paidAt, book, ct);
        await TakeBackAsync([.. paid[LineStandingStatus.SuspensionOrdered]], ct);
    }

    private async Task RestoreAsync(
        List<LineStanding> suspended,
        DateTimeOffset paidAt,
        PoliciesInForce book,
        CancellationToken ct
    )
    {
        foreach (var line in suspended)
        {
            var limit = book.Effective(BillingPolicies.RestoreMax, paidAt).AsLimit();
            var due = new Deadline(limit, paidAt, book.Calendar).Due!.Value; // nothing pauses it
            db.RestoreGuarantees.Add(line.OrderRestore(paidAt, due));
        }

        await db.PlaceOrdersAsync(suspended, SwitchState.Open, systemClock, ct);
    }

    /// <summary>Paid before the switch had confirmed. Where it may have heard of the order it is told to open again.</summary>
    private async Task TakeBackAsync(List<LineStanding> ordered, CancellationToken ct)
    {
        if (ordered.Count == 0)
        {
            return;
        }

        ordered.ForEach(line => line.TakeSuspensionBack());
        var heard = await db.WithdrawOrdersAsync([.. ordered.Select(line => line.LineId)], ct);
        await db.PlaceOrdersAsync(
            ordered.FindAll(line => heard.Contains(line.LineId)),
            SwitchState.Open,
            systemClock,
            ct
        );
    }
}
