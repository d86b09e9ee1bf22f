using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Compensations;
using Billing.Features.Payments;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;

namespace Billing.Features.Compensations;

/// <summary>
/// What a person may still grant by himself (features.md B12). Case, person and account are locked in this order before
/// anything is counted, so parallel requests cannot go beyond a limit together.
/// </summary>
internal static class GrantLimits
{
    /// <summary>One at a time decides on a case, and grants under a person's name.</summary>
    public static async Task LockGrantsAsync(this BillingDb db, Guid complaint, string person, CancellationToken ct)
    {
        await db.LockKeyAsync($"compensations-of-case:{complaint}", ct);
        await db.LockKeyAsync($"compensations-by:{person}", ct);
    }

    /// <summary>Case, person and account are locked.</summary>
    public static async Task<Allowance> AllowanceAsync(
        this BillingDb db,
        Guid complaint,
        Guid account,
        Caller caller,
        PoliciesInForce policies,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (caller.Role == Roles.Finance)
        {
            return Allowance.Unlimited;
        }

        var (perCase, perDay) =
            caller.Role == Roles.Supervisor
                ? (BillingPolicies.SupervisorPerCase, BillingPolicies.SupervisorPerDay)
                : (BillingPolicies.AgentPerCase, BillingPolicies.AgentPerDay);
        var today = now.DateIn(policies.Calendar.Zone);
        var (ofCase, ofDay, ofCustomer) = (
            await db
                .Compensations.Where(it => it.ComplaintId == complaint && it.Status == CompensationStatus.Granted)
                .SumAsync(it => it.Amount, ct),
            await db
                .Compensations.Where(it => it.DecidedBy == caller.Subject && it.GrantedOn == today)
                .SumAsync(it => it.Amount, ct),
            await db
                .Compensations.Where(it => it.AccountId == account && it.GrantedOn == today)
                .SumAsync(it => it.Amount, ct)
        );
        return new(
            policies.Number(perCase, now) - ofCase,
            policies.Number(perDay, now) - ofDay,
            policies.Number(BillingPolicies.CustomerPerDay, now) - ofCustomer
        );
    }
}
