using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>One bill (TMF678); its lines are its appliedCustomerBillingRate.</summary>
internal static class GetCustomerBill
{
    public static void Map(RouteGroupBuilder bills) =>
        bills.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<CustomerBillView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var bill = await db.Bills.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return bill is null ? TypedResults.NotFound() : TypedResults.Ok(CustomerBillView.Of(bill));
    }
}
