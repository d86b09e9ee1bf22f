using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Domain.Subscriptions;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Subscriptions;

/// <summary>The ownership rule of subscriptions is that of their accounts: a customer has his own.</summary>
internal static class SubscriptionOwnership
{
    public static IQueryable<Subscription> VisibleTo(this IQueryable<Subscription> subscriptions, Caller caller) =>
        caller.Role == Roles.Channel || BillingRoles.Staff.Contains(caller.Role)
            ? subscriptions
            : subscriptions.Where(it => caller.IsCustomer && it.AccountId == caller.AccountId);

    /// <summary>The one of this account; null for anything else, whatever its shape.</summary>
    public static Task<Subscription?> WithIdAsync(
        this IQueryable<Subscription> subscriptions,
        string accountId,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(accountId, out var account) && Ids.TryRead(id, out var key)
            ? subscriptions.SingleOrDefaultAsync(it => it.Id == key && it.AccountId == account, ct)
            : Task.FromResult<Subscription?>(null);
}
