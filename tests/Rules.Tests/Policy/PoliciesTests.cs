using System;
using System.Collections.Generic;
using System.Linq;
using Shouldly;
using Xunit;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Policy;

public sealed class PoliciesTests
{
    private static readonly PolicyVersion First = Rows.Days(15, Clock.Calendar);
    private static readonly PolicyVersion Second = First.From(Cn(7, 1, 0), 2) with { Value = PolicyValue.Of(10) };
    private static readonly PolicyVersion Henan = Rows.Days(5, Clock.Working).In("CN-Henan").From(Cn(3, 1, 0), 1);

    [Fact]
    public void The_version_in_force_is_the_latest_that_has_taken_effect()
    {
        var policies = Of(First, Second);

        InForce(policies, Cn(6, 30, 23, 59)).ShouldBe(First);
        InForce(policies, Cn(7, 1, 0)).ShouldBe(Second);
    }

    [Fact]
    public void Of_two_that_take_effect_together_the_higher_version_is_in_force() =>
        InForce(Of(Second with { Version = 3 }, Second), Cn(8, 1, 0)).Version.ShouldBe(3);

    [Fact]
    public void The_tightest_of_those_that_apply_wins_and_says_where_it_comes_from()
    {
        var effective = Of(First, Second, Henan).Effective("test.key", ["CN-national", "CN-Henan"], Cn(11, 16, 10));

        effective.Winner.Jurisdiction.ShouldBe("CN-Henan");
        effective.Winner.Version.ShouldBe(1);
        effective.Winner.Source.ShouldBe("law of CN-Henan");
        effective.AsLimit().ShouldBe(Limit.WorkingDays(5));
    }

    [Fact]
    public void A_jurisdiction_that_does_not_apply_is_not_asked() =>
        InForce(Of(First, Henan), Cn(11, 16, 10)).ShouldBe(First);

    [Fact]
    public void A_jurisdiction_whose_rule_has_not_taken_effect_does_not_count() =>
        Of(First, Henan).Effective("test.key", ["CN-Henan", "CN-national"], Cn(2, 28, 10)).Winner.ShouldBe(First);

    // At the end of the year national law still gives 15 days to a case that began in June: its step starts in
    // November. From Monday 16 November: 15 days end with 1 December.
    [Fact]
    public void A_later_step_is_judged_by_the_version_of_its_case()
    {
        var effective = Of(First, Second)
            .Effective("test.key", ["CN-national"], at: Cn(6, 1, 10), start: Cn(11, 16, 10));

        effective.Winner.ShouldBe(First);
        effective.Due.ShouldBe(Cn(12, 2, 0));
    }

    // Chongqing: the earlier of 15 calendar and 15 working days, two rows of one version.
    [Fact]
    public void All_rows_of_a_version_are_in_force_together()
    {
        var working = Rows.Days(15, Clock.Working);
        var policies = Of(First, working);

        policies.InForce("test.key", "CN-national", Cn(11, 16, 10)).Count.ShouldBe(2);
        InForce(policies, Cn(11, 16, 10)).Clock.ShouldBe(Clock.Calendar);
    }

    [Fact]
    public void A_jurisdiction_named_twice_speaks_once() =>
        new Policies(
            new Dictionary<string, Comparator> { ["test.key"] = Comparator.Union },
            [Rows.Members(["fee"])],
            Office
        )
            .Effective("test.key", ["CN-national", "CN-national"], Cn(11, 16, 10))
            .From.Count.ShouldBe(1);

    [Fact]
    public void A_key_that_nobody_declared_does_not_exist() =>
        Should
            .Throw<RuleViolation>(() => Of(First).Effective("test.other", ["CN-national"], Cn(11, 16, 10)))
            .Code.ShouldBe("policy.unknown-key");

    [Theory]
    [InlineData("CN-national", 2025)] // before it took effect
    [InlineData("AU", 2026)]
    public void A_policy_that_nobody_set_is_not_guessed(string jurisdiction, int year) =>
        Should
            .Throw<RuleViolation>(() => Of(First).Effective("test.key", [jurisdiction], Cn(11, 16, 10, year: year)))
            .Code.ShouldBe("policy.not-set");

    // 15 days end with 1 December, 10 days with 26 November.
    [Fact]
    public void A_case_moves_to_a_new_limit_that_ends_earlier() => Kept(First, Second).ShouldBe(Second);

    [Fact]
    public void A_case_keeps_its_limit_when_the_new_one_ends_later() => Kept(Second, First).ShouldBe(Second);

    [Fact]
    public void A_case_keeps_its_limit_when_the_new_one_ends_at_the_same_time() =>
        Kept(First, First with { Version = 2 }).ShouldBe(First);

    // 5 working days are over on Monday the 23rd at 17:30, 7 days at the end of the 23rd: keep. Paused from Tuesday
    // 08:30 to Thursday 17:30, 22.5 working hours: 24, 25, 26, so Thursday the 26th 17:30; 57 hours: the 26th 09:00:
    // move.
    [Fact]
    public void Pauses_count_in_the_choice()
    {
        var five = Rows.Days(5, Clock.Working);
        var seven = Rows.Days(7, Clock.Calendar);

        Kept(five, seven).ShouldBe(five);
        Kept(five, seven, new Pause(Cn(11, 17, 8, 30), Cn(11, 19, 17, 30), "the customer")).ShouldBe(seven);
    }

    [Fact]
    public void While_nobody_knows_the_end_a_case_keeps_what_it_has() =>
        Kept(First, Second, new Pause(Cn(11, 17, 9), null, "the customer")).ShouldBe(First);

    // 10 days end with 26 November, before the pause; 15 days would have ended in it.
    [Fact]
    public void A_limit_that_ended_before_an_open_pause_is_earlier_than_one_nobody_knows() =>
        Kept(First, Second, new Pause(Cn(11, 28, 9), null, "the customer")).ShouldBe(Second);

    // Logged, it must not fall over what it is not: a word is no limit.
    [Fact]
    public void Every_effective_policy_can_be_written_down() =>
        new Tightness(Comparator.Exact, Office)
            .Tightest([Rows.Word("是")], Rows.NewYear)
            .ToString()
            .ShouldContain("是");

    [Fact]
    public void Sets_are_equal_by_what_is_in_them()
    {
        PolicyValue.SetOf("b", "a").ShouldBe(PolicyValue.SetOf("a", "b"));
        PolicyValue.SetOf("b", "a").GetHashCode().ShouldBe(PolicyValue.SetOf("a", "b").GetHashCode());
        PolicyValue.SetOf("a").ShouldNotBe(PolicyValue.SetOf("a", "b"));
        PolicyValue.SetOf("a").ShouldNotBe(PolicyValue.Of("a"));
        PolicyValue.SetOf("b", "a").ToString().ShouldBe("a, b");
    }

    private static Policies Of(params PolicyVersion[] rows) =>
        new(new Dictionary<string, Comparator> { ["test.key"] = Comparator.EarliestDeadline }, rows.Reverse(), Office);

    private static PolicyVersion InForce(Policies policies, DateTimeOffset at) =>
        policies.Effective("test.key", ["CN-national"], at).Winner;

    private static PolicyVersion Kept(PolicyVersion began, PolicyVersion now, params Pause[] pauses)
    {
        var start = Cn(11, 16, 10);
        var tightness = new Tightness(Comparator.EarliestDeadline, Office);
        return tightness
            .Tightest([began], start)
            .KeepUnlessBetter(tightness.Tightest([now], start), start, Office, pauses)
            .Winner;
    }
}
