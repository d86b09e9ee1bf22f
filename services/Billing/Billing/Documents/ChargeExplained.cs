using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Bills;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using Rules;

namespace Billing.Documents;

/// <summary>How a line came to its amount, so that anyone with a pencil comes to it, too (features.md B7).</summary>
internal static class ChargeExplained
{
    public static string Explain(BillLine line, Offering plan, string currency, BillLanguage language) =>
        line.Kind switch
        {
            BillLineKind.Recurring => Fee(line, plan, currency, language),
            BillLineKind.OneOff => language.Say("开通时收取一次", "Charged once, at the start"),
            BillLineKind.Usage => UsageOf(line, plan, currency, language),
            BillLineKind.Adjustment => Adjusted(line, plan, currency, language),
            _ => "",
        };

    private static string Fee(BillLine line, Offering plan, string currency, BillLanguage language)
    {
        var fee = BillLanguage.Price(plan.Price.MonthlyFee, currency);
        var (days, month) = (BillLanguage.Number(line.Quantity ?? 0), BillLanguage.Number(line.Included ?? 0));
        var includes = plan.Price.Usage.Any(usage => usage.Allowance > 0);
        return days == month
            ? language.Say($"整月 {days} 天，每月 {fee}", $"The whole month of {days} days at {fee} a month")
            : language.Say(
                $"{fee} × 使用 {days} 天 ÷ 当月 {month} 天{(includes ? "；套餐内用量不减" : "")}",
                $"{fee} × {days} days in force ÷ {month} days of the month{(includes ? "; what is included stays whole" : "")}"
            );
    }

    private static string UsageOf(BillLine line, Offering plan, string currency, BillLanguage language)
    {
        var unit = language.Unit(line.Unit);
        var used = BillLanguage.Number(line.Quantity ?? 0);
        if (PriceOf(line, plan) is not { } price)
        {
            return language.Say($"共用 {used} {unit}，不另收费", $"{used} {unit} used, free of charge");
        }

        var included = BillLanguage.Number(price.Allowance);
        var told = language.Say(
            $"共用 {used} {unit}，套餐含 {included} {unit}",
            $"{used} {unit} used, {included} {unit} included"
        );
        var parts = Parts(price, line.Quantity ?? 0).ToList();
        return parts.Count == 0
            ? language.Say($"{told}，未超出", $"{told}; nothing beyond")
            : language.Say($"{told}；超出部分 ", $"{told}; beyond it ")
                + string.Join(
                    " + ",
                    parts.Select(part =>
                        $"{BillLanguage.Number(part.Quantity)} {unit} × {BillLanguage.Price(part.Price, currency)}"
                    )
                );
    }

    private static string Adjusted(BillLine line, Offering plan, string currency, BillLanguage language)
    {
        var whole = PriceOf(line, plan) is { } price ? Rater.Charge(price, line.Quantity ?? 0) : 0;
        var cost = Money.Line(whole, currency).Amount;
        var (all, before) = (BillLanguage.Money(cost, currency), BillLanguage.Money(cost - line.Amount, currency));
        return language.Say(
            $"{line.Period} 的用量在该月出账后到达：{UsageOf(line, plan, currency, language)}；全月应收 {all}，已出账 {before}",
            $"Usage of {line.Period} that came in after its bill: {UsageOf(line, plan, currency, language)}; "
                + $"{all} for that month less {before} billed before"
        );
    }

    private static UsagePrice? PriceOf(BillLine line, Offering plan) =>
        plan.Price.Usage.FirstOrDefault(price => price.Kind.ToString() == line.UsageKind);

    /// <summary>What each tier that was reached takes of the quantity beyond the allowance.</summary>
    private static IEnumerable<(decimal Quantity, decimal Price)> Parts(UsagePrice price, decimal quantity)
    {
        var beyond = quantity - price.Allowance;
        if (beyond <= 0)
        {
            yield break;
        }

        if (price.Mode == TierMode.Volume)
        {
            yield return (beyond, price.Tiers.First(tier => tier.UpTo is null || beyond <= tier.UpTo).UnitPrice);
            yield break;
        }

        var from = 0m;
        foreach (var tier in price.Tiers.TakeWhile(_ => from < beyond))
        {
            var until = Math.Min(tier.UpTo ?? beyond, beyond);
            yield return (until - from, tier.UnitPrice);
            from = until;
        }
    }
}
