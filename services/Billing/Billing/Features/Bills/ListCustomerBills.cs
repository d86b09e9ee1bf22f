using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>Bills that the caller may see, the newest first (TMF678).</summary>
internal static class ListCustomerBills
{
    private static readonly Listing<Bill> Listing = new Listing<Bill>()
        .FilterBy("billNo", number => bill => bill.Number == number)
        .FilterBy("billingAccount.id", OfAccount)
        .FilterBy("state", InState);

    public static void Map(RouteGroupBuilder bills) =>
        bills.MapGet("", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static Task<ListAnswer<CustomerBillView>> Handle(
        HttpContext http,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Bills.AsNoTracking()
                .Include(bill => bill.Lines)
                .VisibleTo(caller)
                .OrderByDescending(bill => bill.IssuedAt)
                .ThenBy(bill => bill.Id),
            http,
            CustomerBillView.Of,
            ct
        );

    private static Expression<Func<Bill, bool>>? OfAccount(string account) =>
        Ids.TryRead(account, out var id) ? bill => bill.AccountId == id : _ => false;

    private static Expression<Func<Bill, bool>>? InState(string word) =>
        CustomerBillView.ReadState(word) is { } state ? bill => bill.Status == state : null;
}
