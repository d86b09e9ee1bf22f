using System;
using System.Linq;
using Billing.Domain.Bills;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using FsCheck;
using FsCheck.Fluent;
using Rules;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Bills;

/// <summary>B5, B7: what a month costs, line by line.</summary>
public sealed class MonthlyChargesTests
{
    private static readonly BillingMonth November = new(2026, 11);
    private static readonly Guid Line = Guid.CreateVersion7();

    private static readonly UsagePrice Data = new(
        UsageKind.Data,
        100,
        TierMode.Graduated,
        [new(10, 0.0149m), new(500, 0.0033m), new(null, 0.0011m)]
    );

    [Theory]
    [InlineData("2026-10-01", null, 30, "39.00")]
    [InlineData("2026-11-01", null, 30, "39.00")]
    [InlineData("2026-11-16", null, 15, "19.50")]
    [InlineData("2026-11-30", null, 1, "1.30")]
    [InlineData("2026-10-01", "2026-11-07", 7, "9.10")]
    [InlineData("2026-11-10", "2026-11-10", 1, "1.30")]
    public void A_part_of_a_month_is_charged_by_days_in_force(string starts, string? ends, int days, string amount)
    {
        var fee = MonthlyCharges.Of(November, [Plan(39, starts, ends)], []).Single();

        fee.Kind.ShouldBe(BillLineKind.Recurring);
        (fee.Quantity, fee.Included).ShouldBe((days, 30));
        fee.Amount.ToString().ShouldBe($"{amount} CNY");
    }

    [Theory]
    [InlineData("2026-12-01", null)]
    [InlineData("2026-01-01", "2026-10-31")]
    [InlineData("2026-11-10", "2026-11-09")]
    public void Without_a_day_in_force_there_is_no_fee(string starts, string? ends) =>
        MonthlyCharges.Of(November, [Plan(39, starts, ends, oneOff: 100)], []).ShouldBeEmpty();

    [Fact]
    public void A_change_of_plan_within_the_month_charges_each_for_its_own_days()
    {
        var fees = MonthlyCharges.Of(
            November,
            [Plan(39, "2026-10-01", "2026-11-10"), Plan(99, "2026-11-11", ends: null)],
            []
        );

        fees.Select(fee => fee.Amount.Amount).ShouldBe([13.00m, 66.00m]);
    }

    [Theory]
    [InlineData("2026-11-05", 1)]
    [InlineData("2026-10-31", 0)]
    public void A_fee_once_is_on_the_first_bill_only(string starts, int times) =>
        MonthlyCharges
            .Of(November, [Plan(39, starts, ends: null, oneOff: 100)], [])
            .Count(charge => charge.Kind == BillLineKind.OneOff)
            .ShouldBe(times);

    [Fact]
    public void Graduated_tiers_count_from_the_end_of_the_allowance_and_are_rounded_once()
    {
        var plan = Plan(39, "2026-11-01", ends: null);

        var line = MonthlyCharges.Of(November, [plan], [Used(plan, "2026-11", 612, billed: 0)])[1];

        // 10 × 0.0149 + 490 × 0.0033 + 12 × 0.0011 = 1.7792
        line.Amount.Amount.ShouldBe(1.78m);
        (line.Quantity, line.Included, line.Unit).ShouldBe((612, 100, "MB"));
    }

    [Fact]
    public void A_volume_tier_prices_every_unit_beyond_the_allowance() =>
        Rater.Charge(Data with { Mode = TierMode.Volume }, 150).ShouldBe(50 * 0.0033m);

    [Fact]
    public void Usage_of_a_kind_without_a_price_is_shown_and_costs_nothing()
    {
        var plan = Plan(39, "2026-11-01", ends: null);

        var line = MonthlyCharges.Of(
            November,
            [plan],
            [new UnbilledUsage(plan.Id, "2026-11", UsageKind.Sms, 3, BilledQuantity: 0)]
        )[1];

        line.Amount.Amount.ShouldBe(0);
    }

    /// <summary>However late and in however many pieces usage comes in, in sum it costs what it would have at once.</summary>
    [Fact]
    public void Adjustments_lose_nothing_and_charge_nothing_twice() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                (
                    from pieces in Gen.Choose(0, 400_000).Select(n => n / 1000m).NonEmptyListOf()
                    from mode in Gen.Elements(TierMode.Graduated, TierMode.Volume)
                    select (pieces, mode)
                ).ToArbitrary(),
                it =>
                {
                    var plan = Plan(39, "2026-10-01", ends: null, data: Data with { Mode = it.mode });
                    var (total, billed, charged) = (0m, 0m, 0m);
                    foreach (var piece in it.pieces)
                    {
                        total += piece;
                        charged += MonthlyCharges
                            .Of(November, [plan], [Used(plan, "2026-10", total, billed)])
                            .Where(charge => charge.Kind == BillLineKind.Adjustment)
                            .Sum(charge => charge.Amount.Amount);
                        billed = total;
                    }

                    return charged == Money.Line(Rater.Charge(plan.Price.Usage[0], total), "CNY").Amount;
                }
            )
        );

    private static BilledSubscription Plan(
        decimal fee,
        string starts,
        string? ends,
        decimal oneOff = 0,
        UsagePrice? data = null
    ) =>
        new(
            Guid.CreateVersion7(),
            Line,
            DateOnly.ParseExact(starts, "yyyy-MM-dd"),
            ends is null ? null : DateOnly.ParseExact(ends, "yyyy-MM-dd"),
            "畅享",
            "Enjoy",
            new PricePlan(fee, oneOff, "CNY", [data ?? Data])
        );

    private static UnbilledUsage Used(BilledSubscription plan, string period, decimal quantity, decimal billed) =>
        new(plan.Id, period, UsageKind.Data, quantity, billed);
}
