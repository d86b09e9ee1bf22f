using System;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Resources;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Features.Credit;
using Billing.Features.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Bills;

/// <summary>Finance holds a bill back while it is checked, and lets it go again (TMF678 PATCH of state).</summary>
internal static class PatchCustomerBill
{
    public static void Map(RouteGroupBuilder bills) =>
        bills
            .MapPatch("/{id}", Handle)
            .RequireRoles(Roles.Finance)
            .Accepts<MergePatch>("application/merge-patch+json", "application/json");

    private static async Task<Results<Ok<CustomerBillView>, NotFound>> Handle(
        string id,
        MergePatch patch,
        BillingDb db,
        RestorePaidLines lines,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        await using var own = await db.BeginOwnAsync(ct);
        var bill = await db.Bills.VisibleTo(caller).WithIdAsync(id, ct);
        if (bill is null)
        {
            return TypedResults.NotFound();
        }

        var word = patch.Text("state", CustomerBillView.ToWord(bill.Status), maxLength: 50);
        var state =
            CustomerBillView.ReadState(word)
            ?? throw new InvalidInput("state", "One of onHold, validated and sent is expected.");
        if (state != bill.Status)
        {
            await db.LockAccountsAsync([bill.AccountId], ct); // before the bill, as whatever moves money does
            bill.Move(BillLifeCycle.Meant(bill.Status, state));
            await MoveMoneyAsync(bill, db, lines, clock.Now(), ct);
            await db.SaveChangesAsync(ct);
        }

        await own.CommitOwnAsync(ct);
        return TypedResults.Ok(CustomerBillView.Of(bill));
    }

    /// <summary>One that is sent takes what was paid meanwhile; one that is held is owed no longer and bars no line.</summary>
    private static async Task MoveMoneyAsync(
        Bill bill,
        BillingDb db,
        RestorePaidLines lines,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (bill.Status == BillStatus.Sent)
        {
            var key = $"{bill.Id}:{bill.Version}"; // it may be sent again
            await db.ApplyBalanceAsync(new(bill.AccountId, bill.Number, bill.Currency, key, bill), now, ct);
        }
        else if (bill.Status == BillStatus.OnHold)
        {
            await lines.SaveAndRestoreAsync(bill.AccountId, now, ct);
        }
    }
}
