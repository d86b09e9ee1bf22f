using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Charges;
using Microsoft.EntityFrameworkCore;
using Rules;

namespace Billing.Features.Bills;

/// <summary>What third parties charged on a bill that is taken back is on no bill then: the replacement or the next has it.</summary>
internal static class ChargesTakenBack
{
    /// <summary>Inside the transaction that takes the bill back.</summary>
    /// <exception cref="RuleViolation">
    /// <c>bill.charge-credited</c>: one of them was credited since; without the bill the customer would have it twice.
    /// </exception>
    public static async Task FreeChargesAsync(this BillingDb db, Bill bill, CancellationToken ct)
    {
        var on = db.ThirdPartyCharges.Where(charge => charge.BillId == bill.Id);
        if (await on.AnyAsync(charge => charge.Status == ChargeStatus.Reversed, ct))
        {
            throw new RuleViolation(
                "bill.charge-credited",
                $"A third party's charge on {bill.Number} was credited since."
            );
        }

        await on.ExecuteUpdateAsync(
            charge => charge.SetProperty(c => c.BillId, c => null).SetProperty(c => c.Version, c => c.Version + 1),
            ct
        );
    }
}
