using System;
using Shouldly;
using Xunit;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Policy;

/// <summary>
/// Every rule of the column "change" in policies.md: what it lets through, and the code of what it refuses.
/// </summary>
public sealed class ChangeRuleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void What_is_free_moves_either_way(int value) => Allowed(Rows.Number(10), Rows.Number(10).To(value));

    [Theory]
    [InlineData(Comparator.Smaller, 9, 11)]
    [InlineData(Comparator.Larger, 11, 9)]
    public void Stricter_is_what_the_comparator_says(Comparator comparator, int stricter, int looser)
    {
        var current = Rows.Number(10, "%", ChangeRule.Stricter);

        Allowed(current, current.To(stricter), comparator);
        Refused(current, current.To(looser), "policy.must-be-stricter", comparator);
    }

    [Fact]
    public void A_stricter_limit_is_a_shorter_one()
    {
        var current = Rows.Days(15, Clock.Calendar);

        Allowed(current, current.To(14), Comparator.EarliestDeadline);
        Refused(current, current.To(16), "policy.must-be-stricter", Comparator.EarliestDeadline);
    }

    // The worst start of 2026 is Thursday 24 September: 28, 29, 30 September, 8, 9 October = 5 working days, over at
    // 17:30; 15 days are over at the end of the same 9 October.
    [Fact]
    public void A_limit_of_another_clock_is_stricter_when_it_never_ends_later() =>
        Allowed(Fifteen2025, InWorkingDays(5), Comparator.EarliestDeadline);

    // In an ordinary week 6 working days are 8 days; but from that 24 September the sixth is 10 October, a day too
    // late.
    [Fact]
    public void A_limit_of_another_clock_is_not_stricter_when_one_holiday_makes_it_end_later() =>
        Refused(Fifteen2025, InWorkingDays(6), "policy.must-be-stricter", Comparator.EarliestDeadline);

    [Fact]
    public void A_limit_in_minutes_compares_with_one_in_hours()
    {
        var current = Rows.Number(2, "h", ChangeRule.Stricter);

        Allowed(current, current.To(120) with { Unit = "min" }, Comparator.EarliestDeadline);
        Refused(current, current.To(121) with { Unit = "min" }, "policy.must-be-stricter", Comparator.EarliestDeadline);
    }

    // The end of the next day is 24 h away at the least, just before midnight; 25 h would be an hour too late then.
    [Fact]
    public void A_limit_in_hours_compares_with_one_in_days_by_the_worst_moment()
    {
        var current = Rows.Days(1, Clock.Calendar);

        Allowed(current, current.To(24) with { Unit = "h" }, Comparator.EarliestDeadline);
        Refused(current, current.To(25) with { Unit = "h" }, "policy.must-be-stricter", Comparator.EarliestDeadline);
    }

    // Where work never stops both clocks say the same.
    [Fact]
    public void A_limit_that_always_ends_at_the_same_time_is_strict_enough()
    {
        var current = Rows.Number(48, "h", ChangeRule.Stricter);
        var pumps = new WorkingCalendar("pumps", China, WorkingWeek.RoundTheClock, []);

        Should.NotThrow(() =>
            PolicyChange.Check(
                current,
                current.To(48) with
                {
                    Clock = Clock.Working,
                },
                new Tightness(Comparator.EarliestDeadline, pumps)
            )
        );
    }

    [Fact]
    public void A_stricter_set_demands_more()
    {
        var current = Rows.Members(["fee", "unit"], ChangeRule.Stricter);

        Allowed(current, current.To(PolicyValue.SetOf("fee", "unit", "cancel")), Comparator.Union);
        Refused(current, current.To(PolicyValue.SetOf("fee")), "policy.must-be-stricter", Comparator.Union);
    }

    [Fact]
    public void What_all_must_agree_on_has_nothing_stricter()
    {
        var current = Rows.Word("express", ChangeRule.Stricter);

        Refused(current, current.To(PolicyValue.Of("implied")), "policy.must-be-stricter", Comparator.Exact);
    }

    [Theory]
    [InlineData(ChangeRule.Longer, "policy.must-be-longer")]
    [InlineData(ChangeRule.Higher, "policy.must-be-higher")]
    public void Longer_and_higher_go_up_only(ChangeRule rule, string code)
    {
        var current = Rows.Number(30, "days", rule);

        Allowed(current, current.To(31));
        Refused(current, current.To(29), code);
    }

    [Fact]
    public void What_may_only_be_added_to_loses_nothing()
    {
        var current = Rows.Members(["fee", "unit"], ChangeRule.AddOnly);

        Allowed(current, current.To(PolicyValue.SetOf("cancel", "fee", "unit")), Comparator.Union);
        Refused(current, current.To(PolicyValue.SetOf("cancel", "fee", "period")), "policy.add-only", Comparator.Union);
    }

    [Theory]
    [InlineData(ChangeRule.Exact, "policy.exact")]
    [InlineData(ChangeRule.Locked, "policy.locked")]
    [InlineData(ChangeRule.Legal, "policy.legal")]
    [InlineData(ChangeRule.ByContract, "policy.by-contract")]
    public void What_a_tenant_may_not_move_does_not_move(ChangeRule rule, string code)
    {
        var current = Rows.Word("true", rule);

        Refused(current, current.To(PolicyValue.Of("false")), code);
    }

    [Theory]
    [InlineData(ChangeRule.Stricter)]
    [InlineData(ChangeRule.Longer)]
    [InlineData(ChangeRule.Locked)]
    public void To_say_the_same_with_a_better_source_is_always_allowed(ChangeRule rule)
    {
        var current = Rows.Number(10, "days", rule);

        Allowed(current, current.To(10) with { Source = "电信条例 art. 34" });
    }

    // sms.record_retention: 12 months, floor 6; vas.refund: 2, free down to 1.
    [Fact]
    public void Nothing_goes_below_its_floor()
    {
        var current = Rows.Number(2, "×") with { Floor = 1 };

        Allowed(current, current.To(1));
        Refused(current, current.To(0.9m), "policy.below-floor");
    }

    [Fact]
    public void A_proposal_cannot_loosen_its_own_rule()
    {
        var current = Rows.Number(2, "×", ChangeRule.Locked) with { Floor = 1 };

        Refused(current, current.To(3) with { Change = ChangeRule.Free }, "policy.rule-changed");
        Refused(current, current.To(2) with { Floor = 0 }, "policy.rule-changed");
    }

    [Fact]
    public void A_number_does_not_become_a_word() =>
        Refused(Rows.Number(2), Rows.Number(2).To(PolicyValue.Of("two")), "policy.kind-changed");

    [Fact]
    public void A_bare_number_keeps_its_unit() =>
        Refused(Rows.Number(2, "yuan"), Rows.Number(2, "yuan").To(200) with { Unit = "fen" }, "policy.unit-changed");

    [Fact]
    public void A_limit_that_may_only_grow_keeps_its_unit_because_numbers_are_compared()
    {
        var current = Rows.Days(30, Clock.Calendar, ChangeRule.Longer);

        Refused(current, current.To(48) with { Unit = "h" }, "policy.unit-changed", Comparator.EarliestDeadline);
    }

    [Fact]
    public void A_limit_stays_a_limit()
    {
        var current = Rows.Days(15, Clock.Calendar, ChangeRule.Free);

        Refused(current, current.To(3) with { Unit = "yuan" }, "policy.not-a-limit", Comparator.EarliestDeadline);
        Refused(current, current.To(1.5m), "limit.not-whole", Comparator.EarliestDeadline);
    }

    [Fact]
    public void A_change_is_held_against_the_same_policy()
    {
        var current = Rows.Number(2);

        Should.Throw<ArgumentException>(() => Check(current, current.To(3) with { Key = "test.other" }));
        Should.Throw<ArgumentException>(() => Check(current, current.To(3).In("UK")));
        Should.Throw<ArgumentException>(() => Check(current, current.To(3) with { Version = 1 }));
    }

    private static readonly PolicyVersion Fifteen2025 = Rows.Days(15, Clock.Calendar) with
    {
        EffectiveFrom = Cn(1, 1, 0, year: 2025),
    };

    // Takes effect at New Year 2026.
    private static PolicyVersion InWorkingDays(int days) => Fifteen2025.To(days) with { Clock = Clock.Working };

    private static void Allowed(PolicyVersion current, PolicyVersion proposed, Comparator by = Comparator.Smaller) =>
        Should.NotThrow(() => Check(current, proposed, by));

    private static void Refused(
        PolicyVersion current,
        PolicyVersion proposed,
        string code,
        Comparator by = Comparator.Smaller
    ) => Should.Throw<RuleViolation>(() => Check(current, proposed, by)).Code.ShouldBe(code);

    private static void Check(PolicyVersion current, PolicyVersion proposed, Comparator by = Comparator.Smaller) =>
        PolicyChange.Check(current, proposed, new Tightness(by, Office));
}
