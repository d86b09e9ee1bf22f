using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Domain.Bills;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>The ownership rule of bills: a customer sees his account's, staff all.</summary>
internal static class BillOwnership
{
    public static IQueryable<Bill> VisibleTo(this IQueryable<Bill> bills, Caller caller) =>
        BillingRoles.Staff.Contains(caller.Role)
            ? bills
            : bills.Where(bill => caller.IsCustomer && bill.AccountId == caller.AccountId);

    /// <summary>With its lines.</summary>
    public static Task<Bill?> WithIdAsync(this IQueryable<Bill> bills, string id, CancellationToken ct) =>
        Ids.TryRead(id, out var key)
            ? bills.Include(bill => bill.Lines.OrderBy(line => line.Seq)).SingleOrDefaultAsync(b => b.Id == key, ct)
            : Task.FromResult<Bill?>(null);
}
