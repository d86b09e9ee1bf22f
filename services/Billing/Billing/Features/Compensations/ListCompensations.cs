using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Compensations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Compensations;

/// <summary>Compensations that the caller may see, newest first; <c>status=requested</c> are those that wait.</summary>
internal static class ListCompensations
{
    private static readonly Listing<Compensation> Listing = new Listing<Compensation>()
        .FilterBy("complaintId", id => Ids.TryRead(id, out var key) ? it => it.ComplaintId == key : _ => false)
        .FilterBy("accountId", id => Ids.TryRead(id, out var key) ? it => it.AccountId == key : _ => false)
        .FilterBy("status", Is);

    public static void Map(RouteGroupBuilder compensations) =>
        compensations.MapGet("", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static Task<ListAnswer<CompensationView>> Handle(
        HttpContext http,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Compensations.AsNoTracking()
                .VisibleTo(caller)
                .OrderByDescending(it => it.RequestedAt)
                .ThenBy(it => it.Id),
            http,
            it => CompensationView.Of(it, !caller.IsCustomer),
            ct
        );

    private static Expression<Func<Compensation, bool>>? Is(string word) =>
        CompensationWords.Read(word) is { } status ? it => it.Status == status : null;
}
