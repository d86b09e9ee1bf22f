using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static Rules.Tests.Calendars;
using static Rules.Tests.Holds;

namespace Rules.Tests.Policy;

public sealed class TightnessTests
{
    /// <summary>
    /// Early 2020: the Spring Festival began on Friday 24 January and Shanghai's firms, because of the epidemic,
    /// reopened on Monday 10 February only: 17 days off.
    /// </summary>
    private static readonly WorkingCalendar ShanghaiIn2020 = new(
        "Shanghai 2020",
        China,
        WorkingWeek.MondayToFriday(Morning, Afternoon),
        SpecialDay.Holidays(new(2020, 1, 24), new(2020, 2, 9))
    );

    private static readonly PolicyVersion National = Rows.Days(15, Clock.Calendar);
    private static readonly PolicyVersion Henan = Rows.Days(5, Clock.Working).In("CN-Henan");

    [Fact]
    public void The_smaller_number_wins() =>
        Wins(Comparator.Smaller, Rows.Number(48), Rows.Number(24).In("CN-Henan")).Jurisdiction.ShouldBe("CN-Henan");

    [Fact]
    public void The_larger_number_wins() =>
        Wins(Comparator.Larger, Rows.Number(12), Rows.Number(6).In("UK")).Jurisdiction.ShouldBe("CN-national");

    [Fact]
    public void Demands_add_up_and_name_everybody_who_makes_them()
    {
        var effective = Tight(Comparator.Union)
            .Tightest(
                [Rows.Members(["fee", "unit"]).In("UK"), Rows.Members(["fee", "cancel"]).In("CN-national")],
                Rows.NewYear
            );

        effective.Value.ShouldBe(PolicyValue.SetOf("cancel", "fee", "unit"));
        effective.From.Select(row => row.Jurisdiction).ShouldBe(["CN-national", "UK"]);
    }

    [Fact]
    public void Where_all_must_agree_they_may_agree() =>
        Wins(Comparator.Exact, Rows.Word("是").In("UK"), Rows.Word("是")).Jurisdiction.ShouldBe("CN-national");

    [Fact]
    public void Where_all_must_agree_a_contradiction_names_both()
    {
        var refusal = Should.Throw<RuleViolation>(() =>
            Wins(Comparator.Exact, Rows.Word("是"), Rows.Word("yes").In("UK"))
        );

        refusal.Code.ShouldBe("policy.jurisdictions-disagree");
        refusal.Message.ShouldContain("CN-national");
        refusal.Message.ShouldContain("UK");
    }

    // From Monday 13 January 2020: 14, 15, 16, 17, 20 = 5 working days, the 20th 17:30; 15 calendar days: the end of
    // the 28th.
    [Fact]
    public void Five_working_days_are_tighter_than_fifteen_days_in_an_ordinary_week()
    {
        var effective = EndingFirst(Cn(1, 13, 10, year: 2020));

        effective.Winner.ShouldBe(Henan);
        effective.Due.ShouldBe(Cn(1, 20, 17, 30, year: 2020));
    }

    // From Thursday 23 January 2020: 10, 11, 12, 13, 14 February = 5 working days; 15 calendar days: the end of 7
    // February.
    [Fact]
    public void Fifteen_days_are_tighter_than_five_working_days_before_a_long_holiday()
    {
        var effective = EndingFirst(Cn(1, 23, 10, year: 2020));

        effective.Winner.ShouldBe(National);
        effective.Due.ShouldBe(Cn(2, 8, 0, year: 2020));
    }

    // From Friday 13 February 2026: 14 (made up), 24, 25, 26, 27 = 5 working days; 15 calendar days: the end of the
    // 28th.
    [Fact]
    public void The_nine_days_of_the_Spring_Festival_2026_are_not_long_enough_for_that() =>
        Tight(Comparator.EarliestDeadline).Tightest([National, Henan], Cn(2, 13, 10)).Due.ShouldBe(Cn(2, 27, 17, 30));

    [Theory]
    [InlineData(Comparator.Smaller)]
    [InlineData(Comparator.Larger)]
    [InlineData(Comparator.EarliestDeadline)]
    [InlineData(Comparator.Exact)]
    public void Of_equals_the_first_by_name_wins_in_whatever_order_they_come(Comparator comparator)
    {
        var rows = new[] { "UK", "AU", "CN-national" }.Select(Rows.Days(5, Clock.Calendar).In).ToArray();

        Wins(comparator, rows).Jurisdiction.ShouldBe("AU");
        Wins(comparator, [.. rows.Reverse()]).Jurisdiction.ShouldBe("AU");
    }

    [Fact]
    public void Bare_numbers_of_different_units_do_not_compare() =>
        Should
            .Throw<RuleViolation>(() =>
                Wins(Comparator.Smaller, Rows.Number(1, "yuan"), Rows.Number(1, "fen").In("UK"))
            )
            .Code.ShouldBe("policy.units-differ");

    [Theory]
    [InlineData(Comparator.Smaller, "policy.not-a-number")]
    [InlineData(Comparator.Larger, "policy.not-a-number")]
    [InlineData(Comparator.EarliestDeadline, "policy.not-a-number")]
    [InlineData(Comparator.Union, "policy.not-a-set")]
    public void A_comparator_refuses_a_value_that_it_cannot_read(Comparator comparator, string code) =>
        Should
            .Throw<RuleViolation>(() => Wins(comparator, Rows.Word("true"), Rows.Word("false").In("UK")))
            .Code.ShouldBe(code);

    [Fact]
    public void A_limit_has_a_unit_of_time() =>
        Should.Throw<RuleViolation>(() => Rows.Number(5, "yuan").AsLimit()).Code.ShouldBe("policy.not-a-limit");

    [Theory]
    [InlineData("s", LimitUnit.Seconds)]
    [InlineData("min", LimitUnit.Minutes)]
    [InlineData("h", LimitUnit.Hours)]
    [InlineData("days", LimitUnit.Days)]
    [InlineData("months", LimitUnit.Months)]
    public void Every_unit_of_time_makes_a_limit(string unit, LimitUnit expected) =>
        Rows.Number(5, unit).AsLimit().ShouldBe(new Limit(5, expected, Clock.Calendar));

    [Fact]
    public void The_tightest_limit_is_never_later_than_any_of_them() =>
        ForAll(
            from hour in Gen.Choose(0, 366 * 24)
            from limits in Limits.NonEmptyListOf()
            select (Start: Rows.NewYear.AddHours(hour), limits),
            it =>
            {
                var due = Tight(Comparator.EarliestDeadline).Tightest(it.limits, it.Start).Due;
                return it.limits.All(row => due <= new Deadline(row.AsLimit(), it.Start, Office).Due);
            }
        );

    private static readonly Gen<PolicyVersion> Limits =
        from amount in Gen.Choose(1, 40)
        from unit in Gen.Elements("h", "days")
        from clock in Gen.Elements(Clock.Calendar, Clock.Working)
        from jurisdiction in Gen.Elements("CN-national", "CN-Henan", "AU", "UK")
        select Rows.Number(amount, unit).In(jurisdiction) with
        {
            Clock = clock,
        };

    private static Tightness Tight(Comparator comparator) => new(comparator, Office);

    private static PolicyVersion Wins(Comparator comparator, params PolicyVersion[] rows) =>
        Tight(comparator).Tightest(rows, Rows.NewYear).Winner;

    private static EffectivePolicy EndingFirst(DateTimeOffset start) =>
        new Tightness(Comparator.EarliestDeadline, ShanghaiIn2020).Tightest([National, Henan], start);
}
