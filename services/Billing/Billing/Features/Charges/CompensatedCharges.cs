using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Charges;
using Billing.Domain.Compensations;
using Microsoft.EntityFrameworkCore;
using Rules;

namespace Billing.Features.Charges;

/// <summary>
/// One charge is never compensated twice (features.md V15), whether its case is paid for first or the charge is given back.
/// Both are asked while the account's money is locked, so one comes after the other.
/// </summary>
internal static class CompensatedCharges
{
    /// <exception cref="RuleViolation">
    /// <c>compensation.charge-unknown</c>; <c>compensation.charge-reversed</c>; <c>compensation.charge-to-name</c>: charges
    /// of the service were given back, so which one this is for has to be said.
    /// </exception>
    public static async Task RequireNotGivenBackAsync(this BillingDb db, CompensationOrder order, CancellationToken ct)
    {
        var charges = db.ThirdPartyCharges.AsNoTracking().Where(charge => charge.AccountId == order.AccountId);
        if (order.ChargeId is { } id)
        {
            var named =
                await charges.SingleOrDefaultAsync(charge => charge.Id == id, ct)
                ?? throw new RuleViolation("compensation.charge-unknown", "The customer was charged no such charge.");
            named.RequireCompensable();
        }
        else if (order.ServiceId is { } service)
        {
            order.RequireCharge(
                await charges.AnyAsync(it => it.ServiceId == service && it.Status == ChargeStatus.Reversed, ct)
            );
        }
    }

    /// <summary>A compensation that stands or waits names the charge, or is for its service without naming any.</summary>
    public static Task<bool> IsCompensatedAsync(this BillingDb db, ThirdPartyCharge charge, CancellationToken ct) =>
        db
            .Compensations.Where(it => it.AccountId == charge.AccountId)
            .Where(it => it.Status == CompensationStatus.Requested || it.Status == CompensationStatus.Granted)
            .AnyAsync(
                it =>
                    it.ChargeId == charge.Id
                    || (it.ChargeId == null && it.ServiceId == charge.ServiceId && it.RequestedAt >= charge.PostedAt),
                ct
            );
}
