using System;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Resources;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Features.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
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
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        await using var turn = await db.BeginTurnAsync(ct);
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
            bill.Move(BillLifeCycle.Meant(bill.Status, state));
            await PayFromBalanceAsync(db, bill, clock.Now(), ct);
        }

        await db.SaveChangesAsync(ct);
        await turn.CommitOwnAsync(ct);
        return TypedResults.Ok(CustomerBillView.Of(bill));
    }

    /// <summary>What the customer paid while the bill was held waits as his balance; let go, it must not be dunned.</summary>
    private static async Task PayFromBalanceAsync(BillingDb db, Bill bill, DateTimeOffset now, CancellationToken ct)
    {
        if (bill.Status == BillStatus.Sent && await db.LockMoneyAsync(bill.AccountId, ct) is { } money)
        {
            db.ApplyBalance(
                money with
                {
                    Bills = [.. money.Bills, bill],
                },
                $"{bill.Id}:{bill.Version}",
                $"Balance applied when bill {bill.Number} was let go",
                bill.Currency,
                now
            );
        }
    }
}
