using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static Rules.Tests.Holds;

namespace Rules.Tests;

public sealed class MoneyTests
{
    private static readonly Gen<Money> Sums = Gen.Choose(-1_000_000, 1_000_000).Select(fen => Yuan(fen / 100m));

    [Fact]
    public void Sums_of_one_currency_add_and_subtract_exactly()
    {
        (Yuan(0.10m) + Yuan(0.20m)).ShouldBe(Yuan(0.30m));
        (Yuan(0.10m) - Yuan(0.20m)).ShouldBe(Yuan(-0.10m));
        (-Yuan(0.10m)).ShouldBe(Yuan(-0.10m));
    }

    [Fact]
    public void Trailing_zeros_make_no_difference()
    {
        Yuan(1.5m).ShouldBe(Yuan(1.50m));
        Yuan(1.5m).ToString().ShouldBe("1.50 CNY");
    }

    [Fact]
    public void Currencies_are_never_mixed()
    {
        var yuan = Yuan(1);
        var pounds = new Money(1, "GBP");

        Should.Throw<RuleViolation>(() => yuan + pounds).Code.ShouldBe("money.currencies-mixed");
        Should.Throw<RuleViolation>(() => yuan - pounds).Code.ShouldBe("money.currencies-mixed");
        Should.Throw<RuleViolation>(() => yuan < pounds).Code.ShouldBe("money.currencies-mixed");
        yuan.ShouldNotBe(pounds);
    }

    // 0.125, 0.375 and 1.005 lie half way: away from zero, where the banker's rounding would give 0.12, 0.38 and 1.00.
    [Theory]
    [InlineData("0.125", "0.13")]
    [InlineData("-0.125", "-0.13")]
    [InlineData("0.375", "0.38")]
    [InlineData("1.005", "1.01")]
    [InlineData("1.00499", "1.00")]
    public void A_line_is_rounded_half_away_from_zero(string exact, string rounded) =>
        Money.Line(decimal.Parse(exact), "CNY").ShouldBe(Yuan(decimal.Parse(rounded)));

    // 33.35 × 0.3 = 10.005.
    [Fact]
    public void A_product_is_a_line() => (Yuan(33.35m) * 0.3m).ShouldBe(Yuan(10.01m));

    // 0.05 × 0.9 × 0.3 = 0.0135 is 0.01; by steps 0.045 is 0.05, and 0.05 × 0.3 = 0.015 is 0.02.
    [Fact]
    public void Factors_are_multiplied_first_because_rounding_twice_is_wrong()
    {
        (Yuan(0.05m) * (0.9m * 0.3m)).ShouldBe(Yuan(0.01m));
        (Yuan(0.05m) * 0.9m * 0.3m).ShouldBe(Yuan(0.02m));
    }

    [Theory]
    [InlineData(0.001, "CNY", "money.too-fine")]
    [InlineData(1, "cny", "money.no-currency")]
    [InlineData(1, "YUAN", "money.no-currency")]
    [InlineData(1, "", "money.no-currency")]
    public void What_cannot_be_paid_is_no_money(double amount, string currency, string code) =>
        Should.Throw<RuleViolation>(() => new Money((decimal)amount, currency)).Code.ShouldBe(code);

    // 100.00 / 3 = 33.33 each, one fen is left: all lost the same, so the first has it.
    [Fact]
    public void Equal_shares_give_what_is_left_to_the_first() =>
        Yuan(100).Allocate(1, 1, 1).ShouldBe([Yuan(33.34m), Yuan(33.33m), Yuan(33.33m)]);

    // 0.05 by 3 : 7 is 0.015 and 0.035: rounded down 0.01 and 0.03, both lost half a fen, so the first has the fifth.
    [Fact]
    public void Equal_losses_favour_the_first() => Yuan(0.05m).Allocate(3, 7).ShouldBe([Yuan(0.02m), Yuan(0.03m)]);

    // 1.00 by 1 : 2 is 0.3333… and 0.6666…: the second lost more.
    [Fact]
    public void The_larger_loss_is_made_good_first() => Yuan(1).Allocate(1, 2).ShouldBe([Yuan(0.33m), Yuan(0.67m)]);

    [Fact]
    public void A_debt_is_split_like_a_credit() =>
        Yuan(-100).Allocate(1, 1, 1).ShouldBe([Yuan(-33.34m), Yuan(-33.33m), Yuan(-33.33m)]);

    [Fact]
    public void Who_has_no_share_gets_nothing() => Yuan(0.01m).Allocate(0, 1, 1)[0].ShouldBe(Money.Zero("CNY"));

    [Fact]
    public void Shares_are_positive_numbers()
    {
        Should.Throw<ArgumentException>(() => Yuan(1).Allocate(2, -1));
        Should.Throw<ArgumentException>(() => Yuan(1).Allocate(0, 0));
        Should.Throw<ArgumentException>(() => Yuan(1).Allocate());
    }

    [Fact]
    public void The_parts_add_up_to_the_whole_and_none_is_off_by_a_fen() =>
        ForAll(
            from sum in Sums
            from first in Gen.Choose(1, 1_000)
            from others in Gen.Choose(0, 1_000).ArrayOf()
            select (sum, Weights: others.Prepend(first).Select(weight => weight / 7m).ToList()),
            it =>
            {
                var parts = it.sum.Allocate(it.Weights);
                var whole = it.Weights.Sum();
                return parts.Aggregate((a, b) => a + b) == it.sum
                    && parts
                        .Zip(it.Weights)
                        .All(pair => Math.Abs(pair.First.Amount - (it.sum.Amount * pair.Second / whole)) < 0.0100001m);
            }
        );

    [Fact]
    public void What_is_added_can_be_taken_away_again() =>
        ForAll(from a in Sums from b in Sums select (a, b), it => it.a + it.b - it.b == it.a);

    [Fact]
    public void Order_follows_amount() =>
        ForAll(
            from a in Sums
            from b in Sums
            select (a, b),
            it =>
                (it.a < it.b) == (it.a.Amount < it.b.Amount)
                && (it.a >= it.b) == (it.a.Amount >= it.b.Amount)
                && (it.a > it.b) == (it.b < it.a)
                && (it.a <= it.b) == (it.b >= it.a)
        );

    private static Money Yuan(decimal amount) => new(amount, "CNY");
}
