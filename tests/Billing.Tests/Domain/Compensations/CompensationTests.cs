using System;
using Billing.Domain.Compensations;
using Rules;
using Shouldly;
using Xunit;
using static Billing.Domain.Compensations.CompensationAction;
using static Billing.Domain.Compensations.CompensationStatus;
using static Billing.Tests.Domain.Compensations.Given;

namespace Billing.Tests.Domain.Compensations;

/// <summary>B12: each rule once, by its code.</summary>
public sealed class CompensationTests
{
    [Fact]
    public void The_life_of_a_compensation_is_this_table_and_nothing_else()
    {
        foreach (var from in Enum.GetValues<CompensationStatus>())
        {
            foreach (var by in Enum.GetValues<CompensationAction>())
            {
                CompensationStatus? to = (from, by) switch
                {
                    (Requested, Grant) => Granted,
                    (Requested, Reject) => Rejected,
                    (Granted, ClawBack) => ClawedBack,
                    _ => (CompensationStatus?)null,
                };
                if (to is { } expected)
                {
                    CompensationLifeCycle.Next(from, by).ShouldBe(expected);
                }
                else
                {
                    Refused(() => CompensationLifeCycle.Next(from, by)).ShouldBe("compensation.illegal-move");
                }
            }
        }
    }

    [Fact]
    public void Within_the_limit_it_is_granted_at_once()
    {
        var compensation = GrantedAtOnce(100);

        compensation.Status.ShouldBe(Granted);
        compensation.DecidedBy.ShouldBe(Agent);
        compensation.GrantedOn.ShouldBe(Today);
    }

    [Theory]
    [InlineData(99, 100, 100)]
    [InlineData(100, 99, 100)]
    [InlineData(100, 100, 99)]
    public void Beyond_any_one_limit_it_waits(int ofCase, int ofDay, int ofCustomerDay) =>
        new Allowance(ofCase, ofDay, ofCustomerDay).Covers(100).ShouldBeFalse();

    [Fact]
    public void A_limit_may_be_used_to_the_last_fen() => new Allowance(100, 100, 100).Covers(100).ShouldBeTrue();

    [Fact]
    public void Who_asked_does_not_approve() =>
        Refused(() => Waiting(100).Approve(Agent, Allowance.Unlimited, Today, Now))
            .ShouldBe("compensation.same-person");

    [Fact]
    public void Who_approves_needs_the_limit_himself() =>
        Refused(() => Waiting(100).Approve(Supervisor, new(99, 1000, 1000), Today, Now))
            .ShouldBe("compensation.beyond-limit");

    [Fact]
    public void Another_person_with_the_limit_approves()
    {
        var compensation = Waiting(100);

        compensation.Approve(Supervisor, new(100, 100, 100), Today, Now);

        compensation.Status.ShouldBe(Granted);
        compensation.DecidedBy.ShouldBe(Supervisor);
        compensation.Version.ShouldBe(2);
    }

    [Fact]
    public void A_refused_approval_changes_nothing()
    {
        var compensation = Waiting(100);

        Refused(() => compensation.Approve(Agent, Allowance.Unlimited, Today, Now));

        (compensation.Status, compensation.Version, compensation.DecidedBy).ShouldBe((Requested, 1L, null));
    }

    [Fact]
    public void Who_granted_does_not_take_back()
    {
        var compensation = GrantedAtOnce(100);

        Refused(() => compensation.ClawBack(Agent, "线路正常", 0, Now)).ShouldBe("compensation.same-person");

        (compensation.Status, compensation.Version, compensation.DueAgain).ShouldBe((Granted, 1L, 0m));
    }

    [Fact]
    public void What_the_balance_does_not_pay_is_due_again()
    {
        var compensation = GrantedAtOnce(100);

        compensation.ClawBack(Supervisor, "线路正常", fromBalance: 30, Now);

        compensation.DueAgain.ShouldBe(70);
        compensation.Finding.ShouldBe("线路正常");
    }

    [Fact]
    public void What_is_due_again_takes_no_more_than_that()
    {
        var compensation = DueAgain(70);

        compensation.PayBack(50).ShouldBe(50);
        compensation.PayBack(50).ShouldBe(20);
        compensation.PayBack(50).ShouldBe(0);
        compensation.DueAgain.ShouldBe(0);
    }

    [Fact]
    public void A_rejection_says_why()
    {
        var compensation = Waiting(100);

        compensation.Reject(Supervisor, "无依据", Now);

        (compensation.Status, compensation.RejectedFor).ShouldBe((Rejected, "无依据"));
    }

    private static string Refused(Action action) => Should.Throw<RuleViolation>(action).Code;
}
