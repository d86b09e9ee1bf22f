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
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Bills;

/// <summary>The second person agrees: the bill's entry is reversed and nothing of it is to be paid (features.md B15).</summary>
internal static class ApproveBillReversal
{
    public static void Map(RouteGroupBuilder reversals) =>
        reversals.MapPost("/{id}/approval", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<BillReversalView>, NotFound>> Handle(
        string id,
        BillingDb db,
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

        await using var turn = await db.BeginTurnAsync(ct);
        var bill = await db.Bills.Include(b => b.Lines).SingleAsync(b => b.Id == reversal.BillId, ct);
        await db.LockAccountsAsync([bill.AccountId], ct);
        var posted = await db
            .LedgerEntries.Include(entry => entry.Postings.OrderBy(posting => posting.Seq))
            .SingleAsync(entry => entry.Kind == EntryKind.Bill && entry.BusinessKey == bill.Number, ct);
        var now = clock.Now();
        reversal.Approve(caller.Subject, now);
        bill.Reverse(await db.BalanceOfAsync(bill.AccountId, ct), now);
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
        await db.SaveChangesAsync(ct);
        await turn.CommitOwnAsync(ct);
        return TypedResults.Ok(BillReversalView.Of(reversal));
    }
}
