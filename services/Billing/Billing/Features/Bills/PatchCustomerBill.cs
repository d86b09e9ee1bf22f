using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Resources;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

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
        CancellationToken ct
    )
    {
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
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CustomerBillView.Of(bill));
    }
}
