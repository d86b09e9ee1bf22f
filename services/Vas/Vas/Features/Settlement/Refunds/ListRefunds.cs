using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Settlement;
using Vas.Features.Providers;

namespace Vas.Features.Settlement.Refunds;

/// <summary>
/// Refunds that the caller may see, newest first (features.md V15). <c>status=proposed</c> are those that wait; with
/// <c>payTarget.lt</c> or <c>payBy.lt</c> and the time that it is now, those of them whose customer waits for too long.
/// </summary>
internal static class ListRefunds
{
    private static readonly Listing<ChargeRefund> Listing = new Listing<ChargeRefund>()
        .FilterBy("chargeId", id => Ids.TryRead(id, out var key) ? it => it.ChargeId == key : _ => false)
        .FilterBy("providerId", id => Ids.TryRead(id, out var key) ? it => it.ProviderId == key : _ => false)
        .FilterBy("complaintId", id => Ids.TryRead(id, out var key) ? it => it.ComplaintId == key : _ => false)
        .FilterBy(
            "ground",
            word => SettlementWords.Read<RefundGround>(word) is { } ground ? it => it.Ground == ground : null
        )
        .FilterBy(
            "status",
            word => SettlementWords.Read<RefundStatus>(word) is { } status ? it => it.Status == status : null
        )
        .FilterBefore("payTarget", time => it => it.PayTarget < time)
        .FilterBefore("payBy", time => it => it.PayBy < time);

    public static void Map(RouteGroupBuilder refunds) =>
        refunds.MapGet("", Handle).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);

    private static Task<ListAnswer<RefundView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Refunds.AsNoTracking().VisibleTo(caller).OrderByDescending(it => it.ProposedAt).ThenBy(it => it.Id),
            http,
            it => RefundView.Of(it, caller),
            ct
        );
}
