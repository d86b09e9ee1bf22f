using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Billing.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features;

/// <summary>One account, with its lines and its contact.</summary>
internal static class GetAccount
{
    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<AccountView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var account = await db.Accounts.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return account is null ? TypedResults.NotFound() : TypedResults.Ok(AccountView.Of(account));
    }
}

/// <summary>The ownership rule of accounts: a customer has one, staff see all, the platform's services too.</summary>
internal static class AccountOwnership
{
    public static IQueryable<Account> VisibleTo(this IQueryable<Account> accounts, Caller caller) =>
        caller.Role == Roles.Service || caller.Role == Roles.Channel || BillingRoles.Staff.Contains(caller.Role)
            ? accounts
            : accounts.Where(account => caller.IsCustomer && account.Id == caller.AccountId);

    public static Task<Account?> WithIdAsync(this IQueryable<Account> accounts, string id, CancellationToken ct) =>
        Ids.TryRead(id, out var key)
            ? accounts.Include(account => account.Lines).SingleOrDefaultAsync(account => account.Id == key, ct)
            : Task.FromResult<Account?>(null);
}
