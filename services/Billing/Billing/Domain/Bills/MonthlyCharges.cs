using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using Rules;

namespace Billing.Domain.Bills;

/// <summary>A subscription as a bill run sees it, on the terms that were consented to.</summary>
public sealed record BilledSubscription(
    Guid Id,
    Guid LineId,
    DateOnly StartsOn,
    DateOnly? EndsOn,
    string NameZh,
    string NameEn,
    PricePlan Price
);

/// <summary>What a subscription used of one kind in a month, and how much of it is on a bill already.</summary>
/// <param name="TakenBack">What was charged for it on a bill that was reversed and is now replaced.</param>
public sealed record UnbilledUsage(
    Guid SubscriptionId,
    string Period,
    UsageKind Kind,
    decimal Quantity,
    decimal BilledQuantity,
    decimal TakenBack = 0
);

/// <summary>One line to come.</summary>
/// <param name="Period">The month it is for; an adjustment is for an earlier one than the bill's.</param>
/// <param name="Quantity">Of usage all of the month, of a monthly fee the days in force.</param>
/// <param name="Included">Of usage what the monthly fee includes, of a monthly fee the days of the month.</param>
/// <param name="SubscriptionId">Null for what a third party charges, as then <paramref name="ThirdPartyChargeId"/> says.</param>
public sealed record Charge(
    BillLineKind Kind,
    Guid LineId,
    Guid? SubscriptionId,
    UsageKind? UsageKind,
    string Period,
    string NameZh,
    string NameEn,
    decimal? Quantity,
    decimal? Included,
    string? Unit,
    Money Amount,
    Guid? ThirdPartyChargeId = null
);

/// <summary>
/// The lines of an account's month (features.md B7), each rounded once: the monthly fee by days in force, the fee once in
/// the month it began in, and usage. Usage of an earlier month that came in after its bill is charged as the difference
/// between what the whole month costs and what was billed, so that in sum nobody pays more or less for a late record.
/// </summary>
public static class MonthlyCharges
{
    /// <param name="month">The month billed.</param>
    /// <param name="subscriptions">All of the account, in the order of the bill; those of no use here give no line.</param>
    /// <param name="usage">Of these subscriptions, of this month and earlier ones, in the order of the bill.</param>
    public static IReadOnlyList<Charge> Of(
        BillingMonth month,
        IReadOnlyList<BilledSubscription> subscriptions,
        IReadOnlyList<UnbilledUsage> usage
    )
    {
        var now = month.ToString();
        var charges = new List<Charge>();
        foreach (var subscription in subscriptions)
        {
            charges.AddRange(Fees(month, subscription));
            charges.AddRange(
                from used in usage
                where used.SubscriptionId == subscription.Id && used.Period == now
                select UsageOf(used, subscription, month)
            );
        }

        charges.AddRange(
            from subscription in subscriptions
            from used in usage
            where used.SubscriptionId == subscription.Id && used.Period != now
            select UsageOf(used, subscription, month)
        );
        return charges;
    }

    private static IEnumerable<Charge> Fees(BillingMonth month, BilledSubscription subscription)
    {
        var days = month.DaysInForce(subscription.StartsOn, subscription.EndsOn);
        if (days == 0)
        {
            yield break;
        }

        var price = subscription.Price;
        yield return new(
            BillLineKind.Recurring,
            subscription.LineId,
            subscription.Id,
            UsageKind: null,
            month.ToString(),
            subscription.NameZh,
            subscription.NameEn,
            days,
            month.Days,
            "day",
            Money.Line(price.MonthlyFee * days / month.Days, price.Currency)
        );
        if (price.OneOffFee != 0 && subscription.StartsOn >= month.First)
        {
            yield return new(
                BillLineKind.OneOff,
                subscription.LineId,
                subscription.Id,
                UsageKind: null,
                month.ToString(),
                subscription.NameZh,
                subscription.NameEn,
                Quantity: null,
                Included: null,
                Unit: null,
                Money.Line(price.OneOffFee, price.Currency)
            );
        }
    }

    /// <summary>What the whole quantity costs less what standing bills charged for it; the first charge is no adjustment.</summary>
    private static Charge UsageOf(UnbilledUsage used, BilledSubscription subscription, BillingMonth month)
    {
        var price = subscription.Price.Usage.FirstOrDefault(price => price.Kind == used.Kind);
        var billed = Cost(used.BilledQuantity) - new Money(used.TakenBack, subscription.Price.Currency);
        var isFirst = used.Period == month.ToString() && billed.Amount == 0;
        return new(
            isFirst ? BillLineKind.Usage : BillLineKind.Adjustment,
            subscription.LineId,
            subscription.Id,
            used.Kind,
            used.Period,
            subscription.NameZh,
            subscription.NameEn,
            used.Quantity,
            price?.Allowance,
            UnitOf(used.Kind),
            Cost(used.Quantity) - billed
        );

        // A kind that the plan does not price costs nothing; the line still tells of it.
        Money Cost(decimal quantity) =>
            Money.Line(price is null ? 0 : Rater.Charge(price, quantity), subscription.Price.Currency);
    }

    private static string UnitOf(UsageKind kind) =>
        kind switch
        {
            UsageKind.Voice => "min",
            UsageKind.Sms => "msg",
            UsageKind.Data => "MB",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };
}
