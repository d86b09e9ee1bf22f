using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Ledger;
using Billing.Features.Credit;
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

namespace Billing.Features.Bills;

/// <summary>
/// The second person agrees: the bill's entry is reversed, nothing of it is to be paid, and a line
/// that was barred for nothing else comes back (features.md B10, B15).
/// </summary>
internal static class ApproveBillReversal
{
    public static void Map(RouteGroupBuilder reversals) =>
        reversals.MapPost("/{id}/approval", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<BillReversalView>, NotFound>> Handle(
        string id,
        BillingDb db,
        RestorePaidLines lines,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var reversal = Ids.TryRead(id, out var key)
            ? await db.Set<BillReversal>().SingleOrDefaultAsync(r => r.Id == key, ct)
            : null;
        if (reversal is null)
        {
            return TypedResults.NotFound();
        }

        await using var own = await db.BeginOwnAsync(ct);
        var account = await db.Bills.Where(b => b.Id == reversal.BillId).Select(b => b.AccountId).SingleAsync(ct);
        await db.LockMoneyAsync(account, ct);
        var bill = await db.Bills.Include(b => b.Lines).SingleAsync(b => b.Id == reversal.BillId, ct);
        var posted = await db
            .LedgerEntries.Include(entry => entry.Postings.OrderBy(posting => posting.Seq))
            .SingleAsync(entry => entry.Kind == EntryKind.Bill && entry.BusinessKey == bill.Number, ct);
        var now = clock.Now();
        reversal.Approve(caller.Subject, now);
        bill.Reverse(await db.BalanceOfAsync(account, ct), now);
        await db.FreeChargesAsync(bill, ct);

        db.LedgerEntries.Add(posted.Reverse(reversal.Reason, now));
        db.Outbox.Add(
            bill.Id,
            bill.Version,
            new BillReversed(
                bill.Id,
                bill.Version,
                bill.Number,
                bill.AccountId,
                bill.OwnCharges,
                bill.Currency,
                reversal.Reason,
                now
            )
        );
        await lines.SaveAndRestoreAsync(bill.AccountId, now, ct);
        await own.CommitOwnAsync(ct);
        return TypedResults.Ok(BillReversalView.Of(reversal));
    }
}
