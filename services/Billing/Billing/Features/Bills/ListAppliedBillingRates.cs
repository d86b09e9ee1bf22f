using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>Lines of bills that the caller may see, of the newest bill first (TMF678).</summary>
internal static class ListAppliedBillingRates
{
    private static readonly Listing<AppliedRate> Listing = new Listing<AppliedRate>()
        .FilterBy("bill.id", OfBill)
        .FilterBy("billingAccount.id", OfAccount);

    public static void Map(RouteGroupBuilder rates) =>
        rates.MapGet("", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static Task<ListAnswer<AppliedBillingRateView>> Handle(
        HttpContext http,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            VisibleTo(db, caller)
                .OrderByDescending(rate => rate.Bill.IssuedAt)
                .ThenBy(rate => rate.Bill.Id)
                .ThenBy(rate => rate.Line.Seq),
            http,
            AppliedBillingRateView.Of,
            ct
        );

    internal static IQueryable<AppliedRate> VisibleTo(BillingDb db, Caller caller) =>
        from bill in db.Bills.AsNoTracking().VisibleTo(caller)
        from line in bill.Lines
        select new AppliedRate { Bill = bill, Line = line };

    private static Expression<Func<AppliedRate, bool>>? OfBill(string bill) =>
        Ids.TryRead(bill, out var id) ? rate => rate.Bill.Id == id : _ => false;

    private static Expression<Func<AppliedRate, bool>>? OfAccount(string account) =>
        Ids.TryRead(account, out var id) ? rate => rate.Bill.AccountId == id : _ => false;
}
