using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Loyalty.Data;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Loyalty.Features;

/// <summary>Corrections of points, on their way and decided, newest first (features.md L1).</summary>
internal static class ListAdjustments
{
    private static readonly Listing<Adjustment> Listing = new Listing<Adjustment>()
        .FilterBy("key", key => adjustment => adjustment.BusinessKey == key)
        .FilterBy("status", word => Words.Read<AdjustmentStatus>(word) is { } status ? a => a.Status == status : null)
        .FilterBy("accountId", OfAccount);

    public static void Map(RouteGroupBuilder adjustments) =>
        adjustments.MapGet("", Handle).RequireRoles([.. LoyaltyRoles.Staff]);

    private static Task<ListAnswer<AdjustmentView>> Handle(HttpContext http, LoyaltyDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.Adjustments.AsNoTracking().OrderByDescending(a => a.ProposedAt).ThenBy(a => a.Id),
            http,
            AdjustmentView.Of,
            ct
        );

    internal static Task<Adjustment?> WithIdAsync(
        this IQueryable<Adjustment> adjustments,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? adjustments.SingleOrDefaultAsync(adjustment => adjustment.Id == key, ct)
            : Task.FromResult<Adjustment?>(null);

    private static Expression<Func<Adjustment, bool>>? OfAccount(string account) =>
        Ids.TryRead(account, out var id) ? adjustment => adjustment.AccountId == id : _ => false;
}
