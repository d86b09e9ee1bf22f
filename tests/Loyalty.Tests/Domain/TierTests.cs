using System;
using Loyalty.Domain;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Domain.Members;

namespace Loyalty.Tests.Domain;

/// <summary>L3: tiers from bill contribution, a validity year, a notice before a fall.</summary>
public sealed class TierTests
{
    [Theory]
    [InlineData(999, Tier.None)]
    [InlineData(1000, Tier.Silver)]
    [InlineData(1999, Tier.Silver)]
    [InlineData(2000, Tier.Gold)]
    [InlineData(3000, Tier.Diamond)]
    public void A_threshold_is_reached_by_what_equals_it(int contribution, Tier tier) =>
        Terms.Tiers.For(contribution).ShouldBe(tier);

    [Theory]
    [InlineData("2026-02-01", "2027-01-31")]
    [InlineData("2026-06-15", "2027-01-31")]
    [InlineData("2027-01-31", "2027-01-31")]
    [InlineData("2027-02-01", "2028-01-31")]
    public void The_validity_year_ends_on_31_January(string date, string end) =>
        Terms.Tiers.YearEnd(DateOnly.Parse(date, null)).ShouldBe(DateOnly.Parse(end, null));

    [Fact]
    public void A_rise_takes_effect_at_once()
    {
        var member = Joined();
        member.Paid(1, 900).ShouldHaveSingleItem().ShouldBeOfType<MemberFact.Earned>();

        var facts = member.Paid(2, 1200);

        facts[1].ShouldBe(new MemberFact.TierMoved(Tier.None, Tier.Gold, new DateOnly(2027, 1, 31)));
        (member.Tier, member.TierValidUntil).ShouldBe((Tier.Gold, new DateOnly(2027, 1, 31)));
    }

    [Fact]
    public void A_reversed_bill_makes_no_tier_fall_before_the_years_end()
    {
        var member = Joined();
        member.Paid(1, 2500);

        member.ReverseBill(Bill(1, 2500, Today, version: 3), Terms, Today);

        member.Tier.ShouldBe(Tier.Gold);
        member.Review(Terms, Noon(2027, 2, 1)).ShouldBe([Moved(Tier.Gold, Tier.None, 2028)]);
        member.Tier.ShouldBe(Tier.None);
    }

    [Fact]
    public void Bills_older_than_12_months_count_no_longer()
    {
        var member = Joined();
        member.Paid(1, 1500, Noon(2025, 7, 1));

        member.Contribution(new DateOnly(2026, 6, 30)).ShouldBe(1500);
        member.Contribution(new DateOnly(2026, 7, 1)).ShouldBe(0);
    }

    [Fact]
    public void A_customer_is_told_once_30_days_before_his_tier_falls_and_it_falls_after_the_last_day()
    {
        var member = Joined();
        member.Paid(1, 2500, Noon(2026, 2, 10));
        member.ReverseBill(Bill(1, 2500, Today, version: 3), Terms, Today);

        member.Review(Terms, Noon(2026, 12, 31)).ShouldBeEmpty();
        member.ReviewOn.ShouldBe(new DateOnly(2027, 1, 1));
        member
            .Review(Terms, Noon(2027, 1, 1))
            .ShouldBe([new MemberFact.TierEnding(Tier.Gold, Tier.None, new DateOnly(2027, 1, 31))]);
        member.Review(Terms, Noon(2027, 1, 2)).ShouldBeEmpty();
        member.ReviewOn.ShouldBe(new DateOnly(2027, 2, 1));
        member.Review(Terms, Noon(2027, 1, 31)).ShouldBeEmpty();

        member.Review(Terms, Noon(2027, 2, 1)).ShouldBe([Moved(Tier.Gold, Tier.None, 2028)]);
    }

    [Fact]
    public void Who_rose_after_he_was_told_is_told_again_when_the_new_tier_will_fall()
    {
        var member = Joined();
        member.Paid(1, 2500, Noon(2026, 1, 10));
        member.Review(Terms, Noon(2027, 1, 11)).ShouldHaveSingleItem().ShouldBeOfType<MemberFact.TierEnding>();
        member.PayBill(Bill(2, 3500, Noon(2027, 1, 12), version: 2), Terms, Noon(2027, 1, 12));
        member.Tier.ShouldBe(Tier.Diamond);

        member.ReverseBill(Bill(2, 3500, Noon(2027, 1, 13), version: 3), Terms, Noon(2027, 1, 13));

        member
            .Review(Terms, Noon(2027, 1, 14))
            .ShouldBe([new MemberFact.TierEnding(Tier.Diamond, Tier.None, new DateOnly(2027, 1, 31))]);
    }

    [Fact]
    public void Terms_that_change_are_looked_at_on_their_day_whatever_happens_before()
    {
        var member = Joined();
        member.Paid(1, 900);
        var before = Terms with { ChangeOn = new DateOnly(2026, 7, 1) };

        member.AnnounceBill(Bill(2, 100, Today), before, Today);
        member.ReviewOn.ShouldBe(new DateOnly(2026, 7, 1));

        var lower = Terms with { Tiers = Terms.Tiers with { Silver = 800 } };
        member.Review(lower, Noon(2026, 7, 1)).ShouldBe([Moved(Tier.None, Tier.Silver, 2027)]);
    }

    [Fact]
    public void Who_still_contributes_enough_keeps_his_tier_another_year_without_a_word()
    {
        var member = Joined();
        member.Paid(1, 2500, Noon(2026, 6, 10));

        member.Review(Terms, Noon(2027, 1, 15)).ShouldBeEmpty();
        member.Review(Terms, Noon(2027, 2, 1)).ShouldBeEmpty();

        (member.Tier, member.TierValidUntil).ShouldBe((Tier.Gold, new DateOnly(2028, 1, 31)));
    }

    [Fact]
    public void With_the_account_the_tier_ends()
    {
        var member = Joined();
        member.Paid(1, 2500);

        member.Close(Today, Terms, Today).ShouldBe([Moved(Tier.Gold, Tier.None, 2027)]);

        (member.Tier, member.TierValidUntil).ShouldBe((Tier.None, null));
    }

    private static MemberFact Moved(Tier from, Tier to, int year) =>
        new MemberFact.TierMoved(from, to, new DateOnly(year, 1, 31));
}
