using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain;
using Billing.Domain.Credit;
using Rules;
using Shouldly;
using Xunit;
using static Billing.Domain.Credit.CreditAction;
using static Billing.Domain.Credit.LineStandingStatus;

namespace Billing.Tests.Domain.Credit;

/// <summary>B10, B11: the life of a line under credit control, and of what the switch is told.</summary>
public sealed class LineStandingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<(LineStandingStatus, CreditAction), LineStandingStatus> Allowed = new()
    {
        [(Active, OrderSuspension)] = SuspensionOrdered,
        [(SuspensionOrdered, ConfirmSuspension)] = Suspended,
        [(SuspensionOrdered, TakeSuspensionBack)] = Active,
        [(Suspended, OrderRestore)] = RestoreOrdered,
        [(Suspended, Terminate)] = Terminated,
        [(RestoreOrdered, ConfirmRestore)] = Active,
    };

    public static TheoryData<LineStandingStatus, CreditAction> EveryPair()
    {
        var pairs = new TheoryData<LineStandingStatus, CreditAction>();
        foreach (var status in Enum.GetValues<LineStandingStatus>())
        {
            foreach (var action in Enum.GetValues<CreditAction>())
            {
                pairs.Add(status, action);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void A_line_moves_only_as_the_table_says(LineStandingStatus from, CreditAction by)
    {
        if (Allowed.TryGetValue((from, by), out var to))
        {
            LineStandingLifeCycle.Next(from, by).ShouldBe(to);
        }
        else
        {
            Should
                .Throw<RuleViolation>(() => LineStandingLifeCycle.Next(from, by))
                .Code.ShouldBe("standing.illegal-move");
        }
    }

    [Fact]
    public void B11_a_line_goes_through_suspension_and_restore_with_a_version_each()
    {
        var line = ALine();

        line.OrderSuspension();
        line.ConfirmSuspension(Noon);
        line.SuspendedAt.ShouldBe(Noon);
        var guarantee = line.OrderRestore(Noon.AddDays(1), Noon.AddDays(3));
        line.GuaranteeId.ShouldBe(guarantee.Id);
        line.ConfirmRestore(guarantee, Noon.AddDays(1).AddSeconds(2));

        line.Status.ShouldBe(Active);
        line.Version.ShouldBe(4);
        line.SuspendedAt.ShouldBeNull();
        line.GuaranteeId.ShouldBeNull();
        guarantee.Took.ShouldBe(TimeSpan.FromSeconds(2));
        guarantee.Version.ShouldBe(2);
    }

    [Fact]
    public void A_guarantee_is_missed_once_and_not_before_it_is_due()
    {
        var line = ALine();
        line.OrderSuspension();
        line.ConfirmSuspension(Noon);
        var guarantee = line.OrderRestore(Noon, Noon.AddHours(48));

        Should.Throw<RuleViolation>(() => guarantee.Miss(Noon.AddHours(47))).Code.ShouldBe("guarantee.not-due");
        guarantee.Miss(Noon.AddHours(48));
        Should.Throw<RuleViolation>(() => guarantee.Miss(Noon.AddHours(49))).Code.ShouldBe("guarantee.over");
        line.ConfirmRestore(guarantee, Noon.AddHours(50));

        guarantee.MissedAt.ShouldBe(Noon.AddHours(48)); // restored after all, and still missed
        guarantee.RestoredAt.ShouldBe(Noon.AddHours(50));
    }

    [Fact]
    public void An_order_waits_longer_after_each_try_but_never_more_than_half_a_minute()
    {
        var order = LineOrder.Place(ALine(), SwitchState.Open, Noon, traceparent: null);
        order.Lane.ShouldBe(OrderLane.Restore);

        order.Postpone("The switch answered 503.", Noon);
        order.DueAt.ShouldBe(Noon.AddSeconds(1));
        order.LastError.ShouldBe("The switch answered 503.");
        order.Confirm(Noon.AddSeconds(1)).ShouldBeTrue();

        order.Confirm(Noon.AddSeconds(2)).ShouldBeFalse();
        order.ConfirmedAt.ShouldBe(Noon.AddSeconds(1));
    }

    [Theory]
    [InlineData(-4, null)]
    [InlineData(-3, -3)]
    [InlineData(-1, -3)]
    [InlineData(0, 0)]
    [InlineData(6, 1)]
    [InlineData(25, 25)]
    [InlineData(400, 25)]
    public void A_day_is_on_the_latest_step_that_has_come(int daysFromDue, int? step) =>
        ArrearsReminder.StepAt([-3, 0, 1, 7, 15, 25], daysFromDue).ShouldBe(step);

    [Fact]
    public void Whatever_days_are_jumped_over_steps_never_go_back() =>
        Enumerable
            .Range(-40, 500)
            .Select(day => ArrearsReminder.StepAt([-3, 0, 1, 7, 15, 25], day) ?? int.MinValue)
            .ShouldBeInOrder();

    private static LineStanding ALine() =>
        LineStanding.Of(Line.Of(Guid.CreateVersion7(), "13800000001", LineKind.Mobile), Guid.CreateVersion7());
}
