using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Subscriptions;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Usage;

/// <summary>What an account used in a month, what its plans include and what the rest costs so far (features.md B14).</summary>
internal static class GetAccountUsage
{
    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapGet("/{id}/usage", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    /// <param name="period">yyyy-MM; the current month unless given.</param>
    private static async Task<Results<Ok<AccountUsageView>, NotFound>> Handle(
        string id,
        string? period,
        BillingDb db,
        PreparedPlans plans,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var month = period is null
            ? BillingMonth.Of(clock.Now().DateIn((await policies.ReadAsync(ct)).Calendar.Zone))
            : BillingMonth.Read(period) ?? throw new InvalidInput("period", "A month as yyyy-MM is expected.");
        period = month.ToString();
        if (
            !Ids.TryRead(id, out var account) || !await db.Accounts.VisibleTo(caller).AnyAsync(a => a.Id == account, ct)
        )
        {
            return TypedResults.NotFound();
        }

        var (first, last) = (month.First, month.Last);
        var rows = await (
            from s in db.Subscriptions.AsNoTracking()
            where s.AccountId == account && s.StartsOn <= last && (s.EndsOn == null || s.EndsOn >= first)
            join line in db.Accounts.SelectMany(a => a.Lines) on s.LineId equals line.Id
            join o in db.Offerings on new { s.CatalogueId, s.OfferingId } equals new { o.CatalogueId, o.OfferingId }
            orderby s.StartsOn, s.Id
            select new
            {
                Subscription = s,
                line.ServiceNumber,
                o.NameZh,
                o.NameEn,
                Totals = db.UsageTotals.Where(t => t.SubscriptionId == s.Id && t.Period == period).ToList(),
            }
        ).ToListAsync(ct);
        var prepared = await plans.OfAsync(
            db,
            rows.Select(row => (row.Subscription.CatalogueId, row.Subscription.OfferingId)),
            ct
        );
        return TypedResults.Ok(
            new AccountUsageView(
                account,
                $"/api/billing/v1/accounts/{account}/usage?period={period}",
                period,
                [
                    .. rows.Select(row =>
                        SubscriptionUsageView.Of(
                            row.Subscription,
                            row.ServiceNumber,
                            (row.NameZh, row.NameEn),
                            prepared[(row.Subscription.CatalogueId, row.Subscription.OfferingId)],
                            row.Totals
                        )
                    ),
                ]
            )
        );
    }
}

/// <summary>An account's month.</summary>
/// <param name="Id">The account.</param>
/// <param name="Subscriptions">Every plan that was in force on a day of the month.</param>
public sealed record AccountUsageView(
    Guid Id,
    string Href,
    string Period,
    IReadOnlyList<SubscriptionUsageView> Subscriptions,
    [property: JsonPropertyName("@type")] string Type = "AccountUsage"
);

/// <summary>A plan's month; a kind it allows is there also when nothing was used.</summary>
public sealed record SubscriptionUsageView(
    Guid SubscriptionId,
    Guid LineId,
    string ServiceNumber,
    string PlanNameZh,
    string PlanNameEn,
    string Currency,
    IReadOnlyList<KindUsageView> Usage
)
{
    internal static SubscriptionUsageView Of(
        Subscription subscription,
        string serviceNumber,
        (string Zh, string En) plan,
        PreparedPlan prepared,
        List<UsageTotal> totals
    ) =>
        new(
            subscription.Id,
            subscription.LineId,
            serviceNumber,
            plan.Zh,
            plan.En,
            prepared.Terms.Currency,
            [
                .. prepared.Terms.Usage.Select(price =>
                    KindUsageView.Of(
                        price.Kind,
                        prepared,
                        totals.Find(total => total.Kind == price.Kind)?.Quantity ?? 0
                    )
                ),
            ]
        );
}

/// <summary>One kind of usage in a month.</summary>
/// <param name="Kind">voice, sms or data.</param>
/// <param name="Unit">min, sms or MB.</param>
/// <param name="Used">So far.</param>
/// <param name="Included">By the monthly fee.</param>
/// <param name="Remaining">Of what is included.</param>
/// <param name="Charge">What goes beyond costs so far, as the bill's line would be rounded.</param>
public sealed record KindUsageView(
    string Kind,
    string Unit,
    decimal Used,
    decimal Included,
    decimal Remaining,
    decimal Charge
)
{
    internal static KindUsageView Of(UsageKind kind, PreparedPlan plan, decimal used)
    {
        var price = plan.PriceOf(kind)!;
        return new(
            kind.ToWord(),
            kind.Unit(),
            used,
            price.Allowance,
            Math.Max(0, price.Allowance - used),
            Money.Line(price.Charge(used), plan.Terms.Currency).Amount
        );
    }
}
