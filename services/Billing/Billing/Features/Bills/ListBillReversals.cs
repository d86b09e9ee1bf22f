using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Features.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>Reversals asked for, waiting and decided ones, the newest first (features.md B15).</summary>
internal static class ListBillReversals
{
    private static readonly Listing<ReversalRow> Listing = new Listing<ReversalRow>()
        .FilterBy("billId", bill => Ids.TryRead(bill, out var id) ? row => row.Reversal.BillId == id : _ => false)
        .FilterBy(
            "status",
            word =>
                TariffWords.Read<BillReversalStatus>(word) is { } status ? row => row.Reversal.Status == status : null
        )
        .FilterBy(
            "isBilledAgain",
            word => bool.TryParse(word, out var isBilledAgain) ? row => row.IsBilledAgain == isBilledAgain : null
        );

    public static void Map(RouteGroupBuilder reversals) =>
        reversals.MapGet("", Handle).RequireRoles(Roles.Finance, Roles.Auditor);

    private static Task<ListAnswer<BillReversalView>> Handle(HttpContext http, BillingDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            ReversalRow.Of(db).OrderByDescending(row => row.Reversal.RequestedAt).ThenBy(row => row.Reversal.Id),
            http,
            BillReversalView.Of,
            ct
        );
}
