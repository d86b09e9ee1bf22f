using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Billing.Tests.Domain.Usage;

/// <summary>B5, over generated prices of up to four tiers and quantities with up to six decimals.</summary>
public sealed class RaterProperties
{
    /// <summary>The same cases on every machine.</summary>
    private static readonly Config Repeatable = Config
        .QuickThrowOnFailure.WithMaxTest(500)
        .WithReplay(20261121, 7)
        .WithQuietOnSuccess(true);

    private static readonly Gen<decimal> Quantities = Gen.OneOf(
        Gen.Choose(0, 2_000_000_000).Select(n => n / 1_000_000m),
        Gen.Choose(0, 300).Select(n => n * 10m) // lies on the edges of tiers
    );

    private static readonly Gen<IReadOnlyList<PriceTier>> Tiers =
        from count in Gen.Choose(1, 4)
        from widths in Gen.Choose(1, 30).Select(n => n * 10m).ArrayOf(count)
        from prices in Gen.Choose(0, 100_000_000).Select(n => n / 100_000_000m).ArrayOf(count)
        select (IReadOnlyList<PriceTier>)
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new PriceTier(i == count - 1 ? null : widths.Take(i + 1).Sum(), prices[i])),
            ];

    private static Gen<UsagePrice> Prices(params TierMode[] modes) =>
        from mode in Gen.Elements(modes)
        from allowance in Gen.OneOf(Gen.Constant(0m), Gen.Choose(0, 50).Select(n => n * 10m))
        from tiers in Tiers
        select new UsagePrice(UsageKind.Data, allowance, mode, tiers);

    private static readonly Gen<UsagePrice> AnyPrice = Prices(TierMode.Graduated, TierMode.Volume);

    [Fact]
    public void More_usage_never_costs_less_at_a_graduated_price() =>
        ForAll(
            from price in Prices(TierMode.Graduated)
            from less in Quantities
            from more in Quantities
            select (price, less, more: less + more),
            it => Rater.Charge(it.price, it.less) <= Rater.Charge(it.price, it.more)
        );

    [Fact]
    public void However_a_month_is_split_and_ordered_its_records_sum_up_exactly() =>
        ForAll(
            from price in AnyPrice
            from count in Gen.Choose(1, 12)
            from parts in Quantities.ArrayOf(count)
            from shuffled in Gen.Shuffle(parts)
            select (price, parts, shuffled),
            it =>
            {
                var total = Rater.Charge(it.price, it.parts.Sum());
                return Sum(it.price, it.parts) == total && Sum(it.price, it.shuffled) == total;
            }
        );

    [Fact]
    public void What_is_included_never_exceeds_the_allowance_and_uses_it_up() =>
        ForAll(
            from price in AnyPrice
            from parts in Quantities.ArrayOf(6)
            select (price, parts),
            it =>
            {
                var used = 0m;
                var included = 0m;
                foreach (var part in it.parts)
                {
                    included += Rater.Rate(it.price, used, part).Included;
                    used += part;
                }

                return included == Math.Min(used, it.price.Allowance);
            }
        );

    [Fact]
    public void Within_the_allowance_nothing_is_charged() =>
        ForAll(
            from price in AnyPrice
            from share in Gen.Choose(0, 100)
            select (price, quantity: price.Allowance * share / 100),
            it => Rater.Charge(it.price, it.quantity) == 0
        );

    [Fact]
    public void Both_modes_agree_while_the_first_tier_lasts() =>
        ForAll(
            from price in Prices(TierMode.Graduated)
            from share in Gen.Choose(0, 100)
            select (price, quantity: price.Allowance + ((price.Tiers[0].UpTo ?? 500) * share / 100)),
            it =>
                Rater.Charge(it.price, it.quantity)
                == Rater.Charge(it.price with { Mode = TierMode.Volume }, it.quantity)
        );

    [Fact]
    public void A_prepared_price_allocates_nothing_per_record()
    {
        var price = PreparedPrice.Of(
            new(UsageKind.Data, 100, TierMode.Graduated, [new(10, 1m), new(30, 0.5m), new(null, 0.1m)])
        );
        _ = price.Rate(95, 50);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            _ = price.Rate(i, 7.25m);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static decimal Sum(UsagePrice price, IEnumerable<decimal> parts)
    {
        var (used, sum) = (0m, 0m);
        foreach (var part in parts)
        {
            sum += Rater.Rate(price, used, part).Charge;
            used += part;
        }

        return sum;
    }

    private static void ForAll<T>(Gen<T> cases, Func<T, bool> holds) =>
        Prop.ForAll(cases.ToArbitrary(), holds).Check(Repeatable);
}
