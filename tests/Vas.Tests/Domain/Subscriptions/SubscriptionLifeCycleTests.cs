using System;
using Rules;
using Shouldly;
using Vas.Domain.Subscriptions;
using Xunit;

namespace Vas.Tests.Domain.Subscriptions;

/// <summary>V3, V4: every status with every action.</summary>
public sealed class SubscriptionLifeCycleTests
{
    [Theory]
    [InlineData(SubscriptionStatus.PendingActive, SubscriptionAction.Confirm, SubscriptionStatus.Active)]
    [InlineData(SubscriptionStatus.PendingActive, SubscriptionAction.Lapse, SubscriptionStatus.Cancelled)]
    [InlineData(SubscriptionStatus.PendingActive, SubscriptionAction.Stop, SubscriptionStatus.Cancelled)]
    [InlineData(SubscriptionStatus.Active, SubscriptionAction.Confirm, null)]
    [InlineData(SubscriptionStatus.Active, SubscriptionAction.Lapse, null)]
    [InlineData(SubscriptionStatus.Active, SubscriptionAction.Stop, SubscriptionStatus.Terminated)]
    [InlineData(SubscriptionStatus.Terminated, SubscriptionAction.Confirm, null)]
    [InlineData(SubscriptionStatus.Terminated, SubscriptionAction.Lapse, null)]
    [InlineData(SubscriptionStatus.Terminated, SubscriptionAction.Stop, null)]
    [InlineData(SubscriptionStatus.Cancelled, SubscriptionAction.Confirm, null)]
    [InlineData(SubscriptionStatus.Cancelled, SubscriptionAction.Lapse, null)]
    [InlineData(SubscriptionStatus.Cancelled, SubscriptionAction.Stop, null)]
    public void Each_move_leads_where_the_table_says(
        SubscriptionStatus from,
        SubscriptionAction by,
        SubscriptionStatus? to
    )
    {
        if (to is { } next)
        {
            SubscriptionLifeCycle.Next(from, by).ShouldBe(next);
            return;
        }

        Should
            .Throw<RuleViolation>((Action)(() => SubscriptionLifeCycle.Next(from, by)))
            .Code.ShouldBe("subscription.illegal-move");
    }

    [Theory]
    [InlineData("TD 2", true, 2)]
    [InlineData("td2", true, 2)]
    [InlineData("T 0", true, 0)]
    [InlineData("退订3", true, 3)]
    [InlineData(" 退订 ", true, null)]
    [InlineData("12", true, 12)]
    [InlineData("0000", false, null)]
    [InlineData("", false, null)]
    [InlineData("TD 123", false, null)]
    [InlineData("Today", false, null)]
    [InlineData("订 2", false, null)]
    public void A_text_to_the_unified_number_means_one_thing(string text, bool stops, int? number) =>
        KeywordOrder.Read(text).ShouldBe(new KeywordOrder(stops, number));
}
