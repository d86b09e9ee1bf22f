using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>What the usage of a month costs (features.md B5, first form): exact, the line of a bill rounds it once.</summary>
public static class Rater
{
    /// <param name="price">What the plan says of this kind of usage.</param>
    /// <param name="quantity">All of the month, the included part too, in the kind's unit.</param>
    public static decimal Charge(UsagePrice price, decimal quantity)
    {
        var beyond = Math.Max(0, quantity - price.Allowance);
        return price.Mode == TierMode.Volume ? Volume(price.Tiers, beyond) : Graduated(price.Tiers, beyond);
    }

    private static decimal Volume(IReadOnlyList<PriceTier> tiers, decimal beyond) =>
        beyond * tiers.First(tier => tier.UpTo is null || beyond <= tier.UpTo).UnitPrice;

    private static decimal Graduated(IReadOnlyList<PriceTier> tiers, decimal beyond)
    {
        var (sum, from) = (0m, 0m);
        foreach (var tier in tiers)
        {
            var until = Math.Min(tier.UpTo ?? beyond, beyond);
            sum += Math.Max(0, until - from) * tier.UnitPrice;
            from = until;
        }

        return sum;
    }
}
