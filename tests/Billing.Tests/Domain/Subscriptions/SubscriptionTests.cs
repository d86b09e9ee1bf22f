using System;
using System.Linq;
using Billing.Domain;
using Billing.Domain.Subscriptions;
using Billing.Domain.Tariffs;
using Billing.Tests.Domain.Tariffs;
using Rules;
using Shouldly;
using Xunit;
using static Billing.Tests.Domain.Tariffs.Catalogues;

namespace Billing.Tests.Domain.Subscriptions;

/// <summary>B3: a plan begins with a consent and ends in lawful ways only.</summary>
public sealed class SubscriptionTests
{
    private static readonly Line Mobile = Line.Of(Guid.CreateVersion7(), "13800000001", LineKind.Mobile);

    private static readonly Account Customer = Account.Open(
        Guid.CreateVersion7(),
        "A1000001",
        "王小明",
        CustomerGroup.Residential,
        new Contact("13800000001", null, "zh"),
        [Mobile],
        Now
    );

    private static readonly Offering Offered = Draft().WithFamily("A", 1).Offerings.Single();
    private static readonly ConsentGiven Yes = new("app", "我同意每月10元。", "customer:c1", Now);

    [Fact]
    public void A_choice_keeps_the_words_and_rests_on_the_catalogues_price()
    {
        var (subscription, consent) = Choose();

        (consent.Statement, consent.Channel, consent.GivenBy).ShouldBe(("我同意每月10元。", "app", "customer:c1"));
        (consent.CatalogueId, consent.OfferingId).ShouldBe((Offered.CatalogueId, Offered.OfferingId));
        (subscription.ConsentId, subscription.CatalogueId).ShouldBe((consent.Id, Offered.CatalogueId));
        (subscription.StartsOn, subscription.EndsOn, subscription.Version).ShouldBe((Today, null, 1));
    }

    [Theory]
    [InlineData(-1, "subscription.starts-in-past")]
    [InlineData(32, "subscription.starts-too-late")]
    public void A_plan_starts_today_or_within_31_days(int days, string code) =>
        Refusal(() => Choose(startsOn: Today.AddDays(days))).ShouldBe(code);

    [Fact]
    public void A_plan_starts_on_the_31st_day_at_the_latest() =>
        Choose(startsOn: Today.AddDays(31)).Subscription.StartsOn.ShouldBe(Today.AddDays(31));

    [Fact]
    public void What_is_not_offered_is_not_chosen() =>
        Refusal(() => PlanChoice.Start(Customer, Mobile, null, Yes, Today, Today)).ShouldBe("subscription.not-offered");

    [Fact]
    public void A_plan_is_for_its_kind_of_line()
    {
        var water = Line.Of(Guid.CreateVersion7(), "W1", LineKind.Water);

        Refusal(() => PlanChoice.Start(Customer, water, (Offered, CustomerGroup.Residential), Yes, Today, Today))
            .ShouldBe("subscription.other-line-kind");
    }

    [Fact]
    public void A_plan_is_for_its_group_of_customers() =>
        Refusal(() => PlanChoice.Start(Customer, Mobile, (Offered, CustomerGroup.Business), Yes, Today, Today))
            .ShouldBe("subscription.other-customer-group");

    [Fact]
    public void Words_without_the_price_are_no_consent() =>
        Refusal(() => Choose(Yes with { Statement = "我同意每月100元。" })).ShouldBe("consent.without-price");

    [Fact]
    public void An_end_is_never_put_off_but_may_come_earlier()
    {
        var subscription = Choose().Subscription;
        subscription.EndFor(SubscriptionEnd.Withdrawal, Today.AddDays(20));

        Refusal(() => subscription.EndFor(SubscriptionEnd.Arrears, Today.AddDays(20))).ShouldBe("subscription.ended");
        Refusal(() => subscription.EndFor(SubscriptionEnd.Arrears, Today.AddDays(21))).ShouldBe("subscription.ended");
        subscription.EndFor(SubscriptionEnd.Arrears, Today.AddDays(19));

        (subscription.EndsOn, subscription.EndReason, subscription.Version).ShouldBe(
            (Today.AddDays(19), SubscriptionEnd.Arrears, 3)
        );
    }

    [Fact]
    public void A_line_changes_its_plan_once_for_a_day() =>
        Refusal(() => Choose().Subscription.EndFor(SubscriptionEnd.PlanChanged, Today.AddDays(-1)))
            .ShouldBe("subscription.changes-already");

    [Fact]
    public void A_plan_that_has_not_begun_can_be_undone()
    {
        var subscription = Choose(startsOn: Today.AddDays(5)).Subscription;

        var words = subscription.Withdraw(Yes, Today.AddDays(4), Today);

        (subscription.EndsOn, subscription.EndReason, subscription.EndConsentId).ShouldBe(
            (Today.AddDays(4), SubscriptionEnd.Withdrawal, words.Id)
        );
        Refusal(() => Choose(startsOn: Today.AddDays(5)).Subscription.Withdraw(Yes, Today.AddDays(3), Today))
            .ShouldBe("subscription.ends-before-start");
    }

    [Fact]
    public void Nobody_ends_a_running_plan_in_the_past()
    {
        var subscription = Choose().Subscription;

        Refusal(() => subscription.Withdraw(Yes, Today.AddDays(-1), Today)).ShouldBe("subscription.ends-in-past");
        Refusal(() => subscription.Withdraw(Yes, Today.AddDays(4), Today.AddDays(5)))
            .ShouldBe("subscription.ends-in-past");
        subscription.EndsOn.ShouldBeNull();
    }

    private static (Subscription Subscription, Consent Consent) Choose(
        ConsentGiven? given = null,
        DateOnly? startsOn = null
    ) =>
        PlanChoice.Start(
            Customer,
            Mobile,
            (Offered, CustomerGroup.Residential),
            given ?? Yes,
            startsOn ?? Today,
            Today
        );

    private static string Refusal(Action action) => Should.Throw<RuleViolation>(action).Code;
}
