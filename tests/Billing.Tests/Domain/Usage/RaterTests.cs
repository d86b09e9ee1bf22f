using System;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Usage;

/// <summary>B5: vectors worked out by hand.</summary>
public sealed class RaterTests
{
    /// <summary>100 included; then 10 at 1 yuan, 20 more at 0.5, the rest at 0.1.</summary>
    private static readonly UsagePrice Graduated = new(
        UsageKind.Data,
        Allowance: 100,
        TierMode.Graduated,
        [new(10, 1m), new(30, 0.5m), new(null, 0.1m)]
    );
    private static readonly UsagePrice Volume = Graduated with { Mode = TierMode.Volume };

    [Theory]
    [InlineData("0", "0")]
    [InlineData("100", "0")]
    [InlineData("100.000001", "0.000001")]
    [InlineData("105", "5")]
    [InlineData("110", "10")]
    [InlineData("111", "10.5")]
    [InlineData("130", "20")]
    [InlineData("131", "20.1")]
    [InlineData("1130", "120")]
    public void Each_unit_of_a_graduated_price_costs_what_its_own_tier_says(string quantity, string charge) =>
        Rater.Charge(Graduated, decimal.Parse(quantity)).ShouldBe(decimal.Parse(charge));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("100", "0")]
    [InlineData("105", "5")]
    [InlineData("110", "10")]
    [InlineData("111", "5.5")]
    [InlineData("130", "15")]
    [InlineData("131", "3.1")]
    [InlineData("1130", "103")]
    public void All_units_of_a_volume_price_cost_what_the_last_ones_tier_says(string quantity, string charge) =>
        Rater.Charge(Volume, decimal.Parse(quantity)).ShouldBe(decimal.Parse(charge));

    [Fact]
    public void A_volume_price_that_falls_makes_the_month_cheaper_at_the_edge_and_the_record_says_so()
    {
        var rated = Rater.Rate(Volume, alreadyUsed: 110, quantity: 1);

        rated.Charge.ShouldBe(-4.5m);
        (Rater.Charge(Volume, 110) + rated.Charge).ShouldBe(Rater.Charge(Volume, 111));
    }

    [Fact]
    public void A_record_across_the_end_of_the_allowance_is_partly_included() =>
        Rater.Rate(Graduated, alreadyUsed: 95, quantity: 8).ShouldBe(new RatedUsage(Included: 5, Charge: 3));

    [Fact]
    public void A_record_across_several_tiers_pays_each() =>
        Rater.Rate(Graduated, alreadyUsed: 99, quantity: 33).ShouldBe(new RatedUsage(Included: 1, Charge: 20.2m));

    [Fact]
    public void Nothing_is_rounded()
    {
        var price = new UsagePrice(UsageKind.Data, 0, TierMode.Graduated, [new(null, 0.00000001m)]);

        Rater.Charge(price, 0.000001m).ShouldBe(0.00000000000001m);
    }

    [Fact]
    public void Less_than_nothing_is_never_used()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Rater.Charge(Graduated, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => Rater.Rate(Graduated, 0, -1));
    }

    [Fact]
    public void A_price_whose_tiers_do_not_rise_to_an_open_end_is_none()
    {
        PriceTier[][] wrong =
        [
            [],
            [new(10, 1m)],
            [new(null, 1m), new(null, 0.5m)],
            [new(10, 1m), new(10, 0.5m), new(null, 0.1m)],
            [new(0, 1m), new(null, 0.5m)],
            [new(10, -1m), new(null, 0.5m)],
        ];

        foreach (var tiers in wrong)
        {
            Should.Throw<ArgumentException>(() => PreparedPrice.Of(Graduated with { Tiers = tiers }));
        }
    }

    [Fact]
    public void A_plan_finds_its_price_by_kind_and_has_none_for_the_others()
    {
        var plan = PreparedPlan.Of(new(39, 0, "CNY", [Graduated]));

        plan.PriceOf(UsageKind.Data)!.Charge(105).ShouldBe(5);
        plan.PriceOf(UsageKind.Voice).ShouldBeNull();
        Should.Throw<ArgumentException>(() => PreparedPlan.Of(new(39, 0, "CNY", [Graduated, Volume])));
    }
}
