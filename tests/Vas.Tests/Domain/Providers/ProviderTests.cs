using System;
using System.Collections.Generic;
using System.Linq;
using Rules;
using Shouldly;
using Vas.Domain.Providers;
using Xunit;
using static Vas.Tests.Domain.Providers.SomeProviders;

namespace Vas.Tests.Domain.Providers;

/// <summary>V1, V9: who is let in, what offences cost, and what the score leads to.</summary>
public sealed class ProviderTests
{
    [Fact]
    public void V1_a_new_provider_has_all_its_points_and_sells_nothing()
    {
        var provider = Applied();

        (provider.Status, provider.Score, provider.SalesSuspended).ShouldBe((ProviderStatus.Applied, 100, true));
        (provider.Definition, provider.Version).ShouldBe(("upheld-v1", 1));
        Active().SalesSuspended.ShouldBeFalse();
    }

    [Fact]
    public void V1_who_registered_a_provider_cannot_approve_it() =>
        Code(() => Applied().Approve(isBlacklisted: false, "anna", Now)).ShouldBe("provider.same-person");

    [Fact]
    public void V12_nobody_blacklisted_is_let_in() =>
        Code(() => Applied().Approve(isBlacklisted: true, "boris", Now)).ShouldBe("provider.blacklisted");

    [Fact]
    public void V1_licence_contract_and_hotline_are_there_before_the_approval()
    {
        Incomplete(Details with { Licence = null });
        Incomplete(Details with { ContractNumber = null });
        Incomplete(Details with { Hotline = null });

        static void Incomplete(ProviderDetails details) =>
            Code(() => Applied(details).Approve(isBlacklisted: false, "boris", Now)).ShouldBe("provider.incomplete");
    }

    [Fact]
    public void V7_complaints_are_counted_by_a_definition_that_there_is() =>
        Code(() => Applied(Details with { Definition = "none-v1" })).ShouldBe("provider.unknown-definition");

    [Fact]
    public void V1_until_the_approval_only_who_registered_it_changes_it()
    {
        var provider = Applied();

        Code(() => provider.Amend(Details with { Licence = "B2-2" }, "boris", Now))
            .ShouldBe("provider.not-registered-by-you");
        provider.Amend(Details with { Licence = "B2-2" }, "anna", Now);
        provider.Licence.ShouldBe("B2-2");
    }

    [Fact]
    public void V1_what_two_persons_agreed_on_stays()
    {
        var provider = Active();

        Code(() => provider.Amend(Details with { Licence = "B2-2" }, "anna", Now)).ShouldBe("provider.contract-fixed");
        Code(() => provider.Amend(Details with { ContractNumber = "HT-2" }, "anna", Now))
            .ShouldBe("provider.contract-fixed");
        Code(() => provider.Amend(Details with { Definition = "all-v1" }, "anna", Now))
            .ShouldBe("provider.contract-fixed");
        Code(() => provider.Amend(Details with { Hotline = null }, "anna", Now)).ShouldBe("provider.incomplete");
        provider.Amend(Details with { NameZh = "星海互动", Hotline = "4006600002" }, "boris", Now);
        (provider.NameZh, provider.Hotline).ShouldBe(("星海互动", "4006600002"));
    }

    [Fact]
    public void V1_who_left_or_was_turned_down_stays_as_it_is()
    {
        var exited = Active();
        exited.Impose(Grounds(SanctionKind.Exit), "boris", Now);
        var rejected = Applied();
        rejected.Reject("no licence at all", "boris", Now);

        foreach (var provider in new[] { exited, rejected })
        {
            Code(() => provider.Amend(Details, "anna", Now)).ShouldBe("provider.over");
            Code(() => provider.ReplaceContacts([], Now)).ShouldBe("provider.over");
            Code(() => provider.Impose(Grounds(SanctionKind.Notice), "boris", Now)).ShouldBe("provider.not-active");
            Code(() => Penalise(provider, 10)).ShouldBe("provider.not-active");
            Code(provider.RequireSelling).ShouldBe("provider.not-active");
            provider.SalesSuspended.ShouldBeTrue();
        }
    }

    // Points, then the score and the sanctions that follow: each threshold once, when it is crossed.
    [Theory]
    [InlineData("10", 90, "")]
    [InlineData("20", 80, "")] // at the threshold is not below it
    [InlineData("15 10", 75, "NoNewSales")]
    [InlineData("30", 70, "NoNewSales")]
    [InlineData("15 10 10", 65, "NoNewSales Notice")]
    [InlineData("40", 60, "NoNewSales Notice")]
    [InlineData("50", 50, "Exit")]
    [InlineData("40 10", 50, "NoNewSales Notice Exit")]
    [InlineData("60", 40, "Exit")]
    public void V9_the_score_leads_to_sanctions_when_it_falls_below_a_threshold(string points, int score, string kinds)
    {
        var provider = Active();

        var sanctions = points.Split(' ').SelectMany(word => Penalise(provider, int.Parse(word)).Sanctions).ToList();

        provider.Score.ShouldBe(score);
        string.Join(' ', sanctions.Select(sanction => sanction.Kind)).ShouldBe(kinds);
        sanctions.ShouldAllBe(sanction => sanction.Cause == SanctionCause.Score && sanction.Score >= score);
        provider.Status.ShouldBe(
            kinds.Contains("Exit", StringComparison.Ordinal) ? ProviderStatus.Exited
            : kinds.Length > 0 ? ProviderStatus.SalesSuspended
            : ProviderStatus.Active
        );
    }

    [Fact]
    public void V9_who_may_sell_again_below_the_bound_is_stopped_by_the_next_offence()
    {
        var provider = Active();
        var stop = Penalise(provider, 30).Sanctions.Single();
        stop.ProposeLifting("it answered", "carla");
        stop.ApproveLifting(provider, otherStops: false, "dora", Now);
        provider.SalesSuspended.ShouldBeFalse();

        var next = Penalise(provider, 10).Sanctions;

        next.Select(sanction => sanction.Kind)
            .ShouldBe([SanctionKind.NoNewSales, SanctionKind.Notice], ignoreOrder: true);
        provider.SalesSuspended.ShouldBeTrue();
    }

    [Fact]
    public void V9_an_offence_costs_what_the_ladder_says()
    {
        Code(() => Penalise(Active(), 12)).ShouldBe("penalty.not-on-ladder");
        Code(() => Penalise(Active(), -10)).ShouldBe("penalty.not-on-ladder");
        Penalise(Active(), 15).Penalty.Score.ShouldBe(85);
    }

    [Theory]
    [InlineData(100, ProviderGrade.A)]
    [InlineData(80, ProviderGrade.A)]
    [InlineData(79, ProviderGrade.B)]
    [InlineData(70, ProviderGrade.B)]
    [InlineData(69, ProviderGrade.C)]
    [InlineData(60, ProviderGrade.C)]
    [InlineData(59, ProviderGrade.D)]
    public void V1_the_grade_is_the_threshold_it_stands_above(int score, ProviderGrade grade) =>
        Provider
            .Apply(Guid.CreateVersion7(), "SP-0001", Details, [], Terms with { Start = score }, "anna", Now)
            .GradeBy(Terms)
            .ShouldBe(grade);

    [Theory]
    [InlineData("b2-2020 ", "B2-2020")]
    [InlineData(" b2-2020-x", "B2-2020-X")]
    [InlineData("B2", null)]
    [InlineData("Ｂ2-2020", null)] // a wide letter is another sign
    [InlineData("B2 2020", null)]
    public void V12_one_licence_has_one_writing(string text, string? normal) =>
        Licence.NormalForm(text).ShouldBe(normal);

    private static (Penalty Penalty, IReadOnlyList<Sanction> Sanctions) Penalise(Provider provider, int points) =>
        provider.Penalise(points, "forced subscriptions", Terms, "v1", "carla", Now);

    private static string Code(Action refused) => Should.Throw<RuleViolation>(refused).Code;
}
