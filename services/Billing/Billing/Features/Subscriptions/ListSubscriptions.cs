using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Subscriptions;
using Billing.Features.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Subscriptions;

/// <summary>The plans of an account's lines, past ones too, the newest first.</summary>
internal static class ListSubscriptions
{
    private static readonly Listing<SubscriptionRow> Listing = new Listing<SubscriptionRow>()
        .FilterBy("lineId", id => Ids.TryRead(id, out var line) ? row => row.Subscription.LineId == line : _ => false)
        .FilterBy(
            "offeringId",
            id => Ids.TryRead(id, out var offering) ? row => row.Subscription.OfferingId == offering : _ => false
        )
        .FilterBy(
            "endReason",
            word =>
                TariffWords.Read<SubscriptionEnd>(word) is { } reason
                    ? row => row.Subscription.EndReason == reason
                    : null
        );

    public static void Map(RouteGroupBuilder subscriptions) =>
        subscriptions.MapGet("", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. BillingRoles.Staff]);

    private static async Task<Results<ListAnswer<SubscriptionView>, NotFound>> Handle(
        string accountId,
        HttpContext http,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        if (
            !Ids.TryRead(accountId, out var account)
            || !await db.Accounts.VisibleTo(caller).AnyAsync(it => it.Id == account, ct)
        )
        {
            return TypedResults.NotFound();
        }

        return await Listing.AnswerAsync(
            db.Subscriptions.AsNoTracking()
                .Where(it => it.AccountId == account)
                .VisibleTo(caller)
                .WithTerms(db)
                .OrderByDescending(row => row.Subscription.StartsOn)
                .ThenBy(row => row.Subscription.Id),
            http,
            SubscriptionView.Of,
            ct
        );
    }
}
