using System;
using Billing.Domain.Payments;
using Shouldly;
using Xunit;
using static Billing.Domain.Payments.CheckoutNews;
using static Billing.Domain.Payments.CheckoutStatus;

namespace Billing.Tests.Domain.Payments;

/// <summary>B9: news of a checkout come twice, late and in any order.</summary>
public sealed class CheckoutTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(Open, AttemptFailed, Failed)]
    [InlineData(Failed, AttemptFailed, Failed)]
    [InlineData(Paid, AttemptFailed, Paid)]
    [InlineData(Open, MoneyCame, Paid)]
    [InlineData(Failed, MoneyCame, Paid)]
    [InlineData(Paid, MoneyCame, Paid)]
    public void Money_is_the_last_word(CheckoutStatus from, CheckoutNews by, CheckoutStatus to) =>
        CheckoutLifeCycle.Next(from, by).ShouldBe(to);

    [Fact]
    public void A_silent_provider_is_asked_after_growing_pauses_for_a_day()
    {
        var checkout = Started();
        var (asked, at) = (0, Start);
        while (checkout.NextAskAt is { } next)
        {
            next.ShouldBeGreaterThan(at);
            (next - at).ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(1));
            (asked, at) = (asked + 1, next);
            checkout.AskLater(Minute, at);
        }

        asked.ShouldBeInRange(20, 40);
        (at - Start).ShouldBeGreaterThan(TimeSpan.FromHours(22));
    }

    [Fact]
    public void A_failed_attempt_does_not_end_the_asking_because_the_customer_may_try_again()
    {
        var checkout = Started();

        checkout.Fail().ShouldBeTrue();
        checkout.Fail().ShouldBeFalse();

        checkout.NextAskAt.ShouldNotBeNull();
    }

    [Fact]
    public void Who_has_paid_is_not_asked_about()
    {
        var checkout = Started();

        checkout.Pay(Start);
        checkout.AskLater(Minute, Start);

        (checkout.NextAskAt, checkout.PaidAt).ShouldBe((null, Start));
    }

    private static Checkout Started() =>
        Checkout.Start(
            Guid.CreateVersion7(),
            new(Guid.CreateVersion7(), BillId: null, 50, "CNY", "customer-1"),
            "cs_1",
            "http://provider/checkout/cs_1",
            traceparent: null,
            Start,
            Start,
            Minute
        );
}
