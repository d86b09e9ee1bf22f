using System;
using Shouldly;
using Xunit;
using static Rules.PolicyChangeAction;
using static Rules.PolicyChangeStatus;
using static Rules.Tests.Calendars;

namespace Rules.Tests.Policy;

public sealed class PolicyChangeTests
{
    private static readonly DateTimeOffset Now = Cn(11, 21, 16);
    private static readonly PolicyVersion Current = Rows.Number(100);
    private static readonly PolicyVersion Next = Current.To(200).From(Cn(12, 1, 0), 2);

    [Fact]
    public void B12_a_second_person_puts_a_change_into_force()
    {
        var change = Proposed();

        change.Approve("supervisor-2", Current, Now.AddHours(1)).ShouldBe(Next);

        change.Status.ShouldBe(Approved);
        change.DecidedBy.ShouldBe("supervisor-2");
        change.DecidedAt.ShouldBe(Now.AddHours(1));
        change.Version.ShouldBe(2);
    }

    [Fact]
    public void A_proposal_says_who_when_and_why()
    {
        var change = Proposed();

        change.Status.ShouldBe(PolicyChangeStatus.Proposed);
        change.ProposedBy.ShouldBe("supervisor-1");
        change.ProposedAt.ShouldBe(Now);
        change.Reason.ShouldBe("prices rose");
        change.Version.ShouldBe(1);
    }

    [Fact]
    public void Nobody_approves_his_own_change()
    {
        var change = Proposed();

        Should
            .Throw<RuleViolation>(() => change.Approve("supervisor-1", Current, Now))
            .Code.ShouldBe("policy.same-person");

        change.Status.ShouldBe(PolicyChangeStatus.Proposed);
        change.Version.ShouldBe(1);
    }

    [Fact]
    public void Anybody_may_turn_a_change_down_its_proposer_too()
    {
        var change = Proposed();

        change.Reject("supervisor-1", "a typing error", Now);

        change.Status.ShouldBe(Rejected);
        change.RejectedFor.ShouldBe("a typing error");
        change.DecidedBy.ShouldBe("supervisor-1");
        change.Version.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Neither_a_proposal_nor_a_rejection_goes_without_a_reason(string reason)
    {
        var change = Proposed();

        Should.Throw<RuleViolation>(() => Proposed(reason)).Code.ShouldBe("policy.reason-missing");
        Should
            .Throw<RuleViolation>(() => change.Reject("supervisor-2", reason, Now))
            .Code.ShouldBe("policy.reason-missing");

        change.Status.ShouldBe(PolicyChangeStatus.Proposed);
    }

    [Fact]
    public void Nothing_changes_backwards_in_time() =>
        Should
            .Throw<RuleViolation>(() => Proposed(proposed: Next with { EffectiveFrom = Now.AddTicks(-1) }))
            .Code.ShouldBe("policy.effective-in-past");

    [Fact]
    public void A_change_may_take_effect_at_once() =>
        Proposed(proposed: Next with { EffectiveFrom = Now }).Status.ShouldBe(PolicyChangeStatus.Proposed);

    [Fact]
    public void A_change_that_waited_past_its_date_is_too_late() =>
        Should
            .Throw<RuleViolation>(() => Proposed().Approve("supervisor-2", Current, Cn(12, 1, 1)))
            .Code.ShouldBe("policy.effective-in-past");

    [Fact]
    public void A_change_that_another_overtook_is_out_of_date() =>
        Should
            .Throw<RuleViolation>(() => Proposed().Approve("supervisor-2", Next, Now))
            .Code.ShouldBe("policy.superseded");

    [Fact]
    public void A_successor_does_not_take_effect_before_what_it_replaces() =>
        Should
            .Throw<RuleViolation>(() =>
                PolicyChange.Propose(
                    Guid.CreateVersion7(),
                    Next,
                    Next.To(300).From(Cn(11, 30, 0), 3),
                    new Tightness(Comparator.Smaller, Office),
                    "sooner",
                    "supervisor-1",
                    Now
                )
            )
            .Code.ShouldBe("policy.effective-before-current");

    [Fact]
    public void A_successor_may_take_effect_in_its_predecessors_stead() =>
        Should.NotThrow(() =>
            PolicyChange.Propose(
                Guid.CreateVersion7(),
                Next,
                Next with
                {
                    Version = 3,
                },
                new Tightness(Comparator.Smaller, Office),
                "called off",
                "supervisor-1",
                Now
            )
        );

    [Fact]
    public void A_forbidden_direction_is_refused_before_anybody_has_to_approve() =>
        Should
            .Throw<RuleViolation>(() =>
                Proposed(
                    current: Current with
                    {
                        Change = ChangeRule.Locked,
                    },
                    proposed: Next with
                    {
                        Change = ChangeRule.Locked,
                    }
                )
            )
            .Code.ShouldBe("policy.locked");

    [Theory]
    [InlineData(PolicyChangeStatus.Proposed, Approve, Approved)]
    [InlineData(PolicyChangeStatus.Proposed, Reject, Rejected)]
    [InlineData(Approved, Approve, null)]
    [InlineData(Approved, Reject, null)]
    [InlineData(Rejected, Approve, null)]
    [InlineData(Rejected, Reject, null)]
    public void A_change_is_decided_once(PolicyChangeStatus from, PolicyChangeAction by, PolicyChangeStatus? to)
    {
        if (to is not null)
        {
            PolicyChangeLifeCycle.Next(from, by).ShouldBe(to.Value);
        }
        else
        {
            Should
                .Throw<RuleViolation>(() => PolicyChangeLifeCycle.Next(from, by))
                .Code.ShouldBe("policy.already-decided");
        }
    }

    [Fact]
    public void A_decided_change_stays_as_it_is()
    {
        var change = Proposed();
        change.Approve("supervisor-2", Current, Now);

        Should
            .Throw<RuleViolation>(() => change.Reject("supervisor-3", "too late", Now))
            .Code.ShouldBe("policy.already-decided");

        change.Status.ShouldBe(Approved);
        change.RejectedFor.ShouldBeNull();
        change.DecidedBy.ShouldBe("supervisor-2");
    }

    private static PolicyChange Proposed(
        string reason = "prices rose",
        PolicyVersion? current = null,
        PolicyVersion? proposed = null
    ) =>
        PolicyChange.Propose(
            Guid.CreateVersion7(),
            current ?? Current,
            proposed ?? Next,
            new Tightness(Comparator.Smaller, Office),
            reason,
            "supervisor-1",
            Now
        );
}
