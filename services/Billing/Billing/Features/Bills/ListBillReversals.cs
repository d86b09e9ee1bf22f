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

/// <summary>Reversals asked for, waiting and decided ones, the newest first (features.md B15).</summary>
internal static class ListBillReversals
{
    private static readonly Listing<BillReversal> Listing = new Listing<BillReversal>().FilterBy("billId", OfBill);

    public static void Map(RouteGroupBuilder reversals) =>
        reversals.MapGet("", Handle).RequireRoles(Roles.Finance, Roles.Auditor);

    private static Task<ListAnswer<BillReversalView>> Handle(HttpContext http, BillingDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.Set<BillReversal>().AsNoTracking().OrderByDescending(r => r.RequestedAt).ThenBy(r => r.Id),
            http,
            BillReversalView.Of,
            ct
        );

    private static Expression<Func<BillReversal, bool>>? OfBill(string bill) =>
        Ids.TryRead(bill, out var id) ? reversal => reversal.BillId == id : _ => false;
}
