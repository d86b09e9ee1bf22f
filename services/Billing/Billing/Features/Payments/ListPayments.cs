using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Payments;

/// <summary>Payments that the caller may see, newest first.</summary>
internal static class ListPayments
{
    private static readonly Listing<Payment> Listing = new Listing<Payment>()
        .FilterBy("correlatorId", correlator => payment => payment.Correlator == correlator)
        .FilterBy(
            "account.id",
            account => Ids.TryRead(account, out var id) ? payment => payment.AccountId == id : _ => false // an unknown one has none
        );

    public static void Map(RouteGroupBuilder payments) =>
        payments.MapGet("", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static Task<ListAnswer<PaymentView>> Handle(
        HttpContext http,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Payments.AsNoTracking()
                .Include(it => it.Items)
                .VisibleTo(caller)
                .OrderByDescending(it => it.ReceivedAt)
                .ThenBy(it => it.Id),
            http,
            PaymentView.Of,
            ct
        );
}
