using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Usage;

/// <summary>Rated usage that the caller may see, newest first; a customer's is his own account's.</summary>
internal static class ListUsage
{
    private static readonly Listing<UsageRecord> Listing = new Listing<UsageRecord>()
        .FilterBy("relatedParty.id", OfAccount)
        .FilterBy("usageDate", At);

    public static void Map(RouteGroupBuilder usage) =>
        usage.MapGet("", Handle).RequireRoles([Roles.Customer, Roles.Service, .. BillingRoles.Staff]);

    private static Task<ListAnswer<UsageView>> Handle(
        HttpContext http,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.UsageRecords.AsNoTracking().VisibleTo(caller).OrderByDescending(r => r.OccurredAt).ThenBy(r => r.Id),
            http,
            UsageView.Of,
            ct
        );

    private static Expression<Func<UsageRecord, bool>> OfAccount(string account) =>
        Ids.TryRead(account, out var id) ? record => record.AccountId == id : _ => false;

    private static Expression<Func<UsageRecord, bool>>? At(string text) =>
        Times.TryRead(text, out var time) ? record => record.OccurredAt == time : null;
}
