using System;
using System.Collections.Generic;
using System.Globalization;
using Rules;
using Shouldly;
using Vas.Domain.Settlement;
using Vas.Domain.Subscriptions;
using Xunit;

namespace Vas.Tests.Domain.Settlement;

/// <summary>V15: how many times a wrong charge is given back, who decides it, and what the provider's silence means.</summary>
public sealed class ChargeRefundTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly WorkingCalendar Calendar = new(
        "CN",
        Shanghai,
        WorkingWeek.MondayToFriday(new Shift(new(9, 0), new(17, 0))),
        []
    );

    /// <summary>A Friday.</summary>
    private static readonly DateTimeOffset Now = new(2026, 12, 4, 2, 0, 0, TimeSpan.Zero);

    private static readonly RefundTerms Terms = new(
        2,
        3,
        500,
        Limit.CalendarDays(1),
        Limit.CalendarDays(15),
        Limit.WorkingDays(2)
    );

    [Theory]
    [InlineData(RefundGround.Mistake, "8.00", "8.00")]
    [InlineData(RefundGround.Overcharge, "8.00", "16.00")]
    [InlineData(RefundGround.Fraud, "8.00", "500.00")] // the least
    [InlineData(RefundGround.Fraud, "166.67", "500.01")]
    [InlineData(RefundGround.Fraud, "200.00", "600.00")]
    public void The_ground_decides_how_many_times(RefundGround ground, string charge, string total) =>
        Terms.Total(Sum(charge), ground).ShouldBe(Sum(total));

    [Fact]
    public void What_is_not_whole_fen_is_rounded_once_half_away_from_zero() =>
        (Terms with { Confirmed = 1.5m }).Total(0.01m, RefundGround.Overcharge).ShouldBe(0.02m);

    [Fact]
    public void It_keeps_what_it_was_calculated_by_and_its_days()
    {
        var refund = Proposed(RefundGround.Fraud);

        (refund.Amount, refund.Extra, refund.PolicyVersions).ShouldBe((8, 492, "vas.refund.fraud CN-national v1"));
        refund.EvidenceUntil.ShouldBe(Calendar.AddWorkingDays(Now, 2));
        refund.PayTarget.ShouldBe(Calendar.AddCalendarDays(Now, 1));
        refund.PayBy.ShouldBe(Calendar.AddCalendarDays(Now, 15));
    }

    [Fact]
    public void One_person_alone_gives_nothing_back()
    {
        var refund = Proposed(RefundGround.Mistake);

        Code(() => refund.Approve("anna", Now, Now, null)).ShouldBe("refund.same-person");
        refund.Approve("boris", Now, Now, null);

        (refund.Status, refund.DecidedBy).ShouldBe((RefundStatus.Approved, "boris"));
    }

    [Fact]
    public void The_provider_is_heard_or_has_its_time_before_it_pays()
    {
        var (heard, silent) = (Proposed(RefundGround.Overcharge), Proposed(RefundGround.Overcharge));

        Code(() => heard.Approve("boris", Now, Now, null)).ShouldBe("refund.evidence-awaited");
        heard.BringEvidence("He confirmed it by SMS.", Now);
        heard.Approve("boris", Now, Now, null);
        silent.Approve("boris", silent.EvidenceUntil!.Value, Now, null);

        (heard.Status, silent.Status).ShouldBe((RefundStatus.Approved, RefundStatus.Approved));
    }

    [Fact]
    public void Without_evidence_in_time_the_customer_is_right()
    {
        var refund = Proposed(RefundGround.Overcharge);
        var late = refund.EvidenceUntil!.Value;

        Code(() => refund.BringEvidence("He confirmed it by SMS.", late)).ShouldBe("refund.evidence-late");
        Code(() => refund.Reject("The provider is right.", "boris", late)).ShouldBe("refund.evidence-missing");
    }

    [Fact]
    public void With_evidence_it_can_be_turned_down_and_evidence_is_brought_once()
    {
        var refund = Proposed(RefundGround.Overcharge);
        refund.BringEvidence("He confirmed it by SMS.", Now);

        Code(() => refund.BringEvidence("And there is more.", Now)).ShouldBe("refund.evidence-known");
        refund.Reject("The provider is right.", "boris", refund.EvidenceUntil!.Value);

        (refund.Status, refund.RejectedFor).ShouldBe((RefundStatus.Rejected, "The provider is right."));
    }

    [Fact]
    public void Of_a_mistake_nothing_has_to_be_shown() =>
        Code(() => Proposed(RefundGround.Mistake).BringEvidence("It was not.", Now))
            .ShouldBe("refund.no-evidence-wanted");

    [Fact]
    public void What_a_case_was_paid_for_is_not_paid_again() =>
        Code(() => Proposed(RefundGround.Mistake, isCompensated: true)).ShouldBe("charge.compensated");

    [Theory]
    [InlineData(RefundStatus.Proposed, RefundAction.BringEvidence, RefundStatus.Proposed)]
    [InlineData(RefundStatus.Proposed, RefundAction.Approve, RefundStatus.Approved)]
    [InlineData(RefundStatus.Proposed, RefundAction.Reject, RefundStatus.Rejected)]
    [InlineData(RefundStatus.Approved, RefundAction.Pay, RefundStatus.Paid)]
    [InlineData(RefundStatus.Approved, RefundAction.Refuse, RefundStatus.Refused)]
    public void Each_move_leads_where_the_table_says(RefundStatus from, RefundAction by, RefundStatus to) =>
        RefundLifeCycle.Next(from, by).ShouldBe(to);

    [Fact]
    public void There_is_no_other_move()
    {
        var moves = 0;
        foreach (var from in Enum.GetValues<RefundStatus>())
        {
            foreach (var by in Enum.GetValues<RefundAction>())
            {
                try
                {
                    RefundLifeCycle.Next(from, by);
                    moves++;
                }
                catch (RuleViolation no)
                {
                    no.Code.ShouldBe("refund.illegal-move");
                }
            }
        }

        moves.ShouldBe(5);
    }

    private static ChargeRefund Proposed(RefundGround ground, bool isCompensated = false) =>
        ChargeRefund.Propose(
            Charged(8),
            new(ground, "Nobody agreed to it.", null, "vas.refund.fraud CN-national v1"),
            Terms,
            Calendar,
            isCompensated,
            "anna",
            Now
        );

    private static Charge Charged(decimal amount)
    {
        var service = new OfferedService(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            "每日天气",
            "Weather",
            "天空",
            "Sky",
            amount,
            "CNY",
            "Month",
            "Live",
            "SP-0001",
            "Active",
            SalesSuspended: false
        );
        var line = new SubscriberLine(Guid.CreateVersion7(), Guid.CreateVersion7(), "13800000001", "mobile");
        var terms = new SubscriptionTerms(TimeSpan.FromHours(24), "是", 5, 4, 6, new HashSet<string> { "0000" });
        var subscription = Subscription.Request(service, line, "10690001", terms, Now);
        var charge = Charge.Of(subscription, new("key-1", amount, Now), Shanghai, Now);
        charge.Post("entry", Now);
        return charge;
    }

    private static decimal Sum(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Code(Action refused) => Should.Throw<RuleViolation>(refused).Code;
}
