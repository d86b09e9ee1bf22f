using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Bills;

public sealed record RequestBillReversalRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")]
        string Reason
);

/// <summary>The first of two persons of finance asks for a wrong bill to be taken back (features.md B15).</summary>
internal static class RequestBillReversal
{
    public static void Map(RouteGroupBuilder bills) =>
        bills.MapPost("/{id}/reversals", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Created<BillReversalView>, NotFound>> Handle(
        string id,
        RequestBillReversalRequest request,
        BillingDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var bill = await db.Bills.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (bill is null)
        {
            return TypedResults.NotFound();
        }

        var reversal = BillReversal.Request(bill, request.Reason, caller.Subject, clock.Now());
        var standing = db.Set<BillReversal>()
            .Where(other => other.BillId == bill.Id && other.Status == BillReversalStatus.Requested);
        if (await standing.AnyAsync(ct))
        {
            throw new RuleViolation("bill-reversal.requested-already", $"{bill.Number} waits for a decision already.");
        }

        db.Add(reversal); // of two in the same moment a unique index lets one pass
        await db.SaveChangesAsync(ct);
        var view = BillReversalView.Of(reversal);
        return TypedResults.Created(view.Href, view);
    }
}
