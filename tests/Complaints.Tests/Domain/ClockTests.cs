using System.Collections.Generic;
using System.Linq;
using Complaints.Domain;
using Rules;
using Shouldly;
using Xunit;
using static Complaints.Tests.Domain.Cases;

namespace Complaints.Tests.Domain;

/// <summary>C4: what a case promises, when it warns, when it breaches, what stops it.</summary>
public sealed class ClockTests
{
    [Fact]
    public void A_case_promises_an_acknowledgement_a_first_result_and_a_final_answer()
    {
        var complaint = Opened();

        complaint
            .Clocks.Select(clock => (clock.Kind, clock.DueAt))
            .ShouldBe([
                (ClockKind.Acknowledgement, Now.AddHours(2)),
                (ClockKind.FirstResult, Now.AddHours(48)),
                (ClockKind.FinalAnswer, Now.AddHours(100)),
            ]);
        complaint.ExpectedResolutionAt.ShouldBe(Now.AddHours(100));
    }

    [Theory]
    [InlineData(TicketType.Praise, false, new[] { ClockKind.Acknowledgement })]
    [InlineData(TicketType.Suggestion, false, new[] { ClockKind.Acknowledgement })]
    [InlineData(TicketType.Report, true, new[] { ClockKind.FirstResult, ClockKind.FinalAnswer })]
    public void Praise_owes_no_answer_and_an_anonymous_report_no_acknowledgement(
        TicketType type,
        bool isAnonymous,
        ClockKind[] expected
    ) => Opened(type: type, isAnonymous: isAnonymous).Clocks.Select(clock => clock.Kind).ShouldBe(expected);

    [Fact]
    public void Nothing_fires_before_its_time()
    {
        var complaint = Opened();

        complaint.FireDueClocks(Agent, Now.AddHours(1.6).AddMicroseconds(-1)).ShouldBeEmpty();

        complaint.Version.ShouldBe(1);
    }

    [Fact]
    public void A_clock_warns_at_80_percent_breaches_at_its_limit_and_each_only_once()
    {
        var complaint = Opened();

        var warning = complaint.FireDueClocks(Agent, Now.AddHours(1.6));
        var again = complaint.FireDueClocks(Agent, Now.AddHours(1.9));
        var breach = complaint.FireDueClocks(Agent, Now.AddHours(2));
        var after = complaint.FireDueClocks(Agent, Now.AddHours(3));

        warning.ShouldBe([new(ClockKind.Acknowledgement, IsBreach: false, Now.AddHours(2))]);
        again.ShouldBeEmpty();
        breach.ShouldBe([new(ClockKind.Acknowledgement, IsBreach: true, Now.AddHours(2))]);
        after.ShouldBeEmpty();
        complaint.History.Select(entry => entry.What).ShouldBe(["open", "warn", "breach", "escalate"]);
    }

    [Fact]
    public void After_a_long_sleep_warning_and_breach_still_fire_both_and_in_order()
    {
        var complaint = Opened();

        var alarms = complaint.FireDueClocks(Agent, Now.AddDays(30));

        alarms.Select(alarm => alarm.IsBreach).ShouldBe([false, true, false, true, false, true]);
        complaint.FireDueClocks(Agent, Now.AddDays(60)).ShouldBeEmpty();
    }

    [Fact]
    public void A_breach_takes_the_case_one_level_up_and_never_above_the_top()
    {
        var complaint = Opened();
        complaint.FireDueClocks(Agent, Now.AddHours(2));
        complaint.EscalationLevel.ShouldBe(EscalationLevel.TeamLead);

        complaint.FireDueClocks(Agent, Now.AddHours(48));
        complaint.FireDueClocks(Agent, Now.AddHours(100));
        complaint.EscalationLevel.ShouldBe(EscalationLevel.GeneralManager);

        Should
            .Throw<RuleViolation>(() => complaint.Escalate("even higher", Agent, Now))
            .Code.ShouldBe("complaint.at-top");
    }

    [Fact]
    public void A_delivered_or_spoken_acknowledgement_counts_once()
    {
        var complaint = Opened();

        complaint.Acknowledge("sms", Agent, Now.AddMinutes(1)).ShouldBeTrue();
        complaint.Acknowledge("spoken", Agent, Now.AddMinutes(2)).ShouldBeFalse();

        complaint.Clocks[0].StoppedAt.ShouldBe(Now.AddMinutes(1));
        complaint.FireDueClocks(Agent, Now.AddHours(3)).ShouldBeEmpty();
    }

    [Fact]
    public void The_first_result_that_the_customer_is_told_keeps_that_promise_and_only_that()
    {
        var complaint = Opened();
        complaint.Start(Agent, Now.AddHours(1));

        complaint.TellResult("线路已派人检查", Agent, Now.AddHours(20));

        complaint.Clocks[1].IsStopped.ShouldBeTrue();
        complaint.Clocks[2].IsStopped.ShouldBeFalse();
    }

    [Fact]
    public void Nobody_works_on_a_case_that_was_only_taken_so_there_is_no_result_to_tell() =>
        Should.Throw<RuleViolation>(() => Opened().TellResult("x", Agent, Now)).Code.ShouldBe("complaint.not-in-work");

    [Fact]
    public void A_resolved_case_has_kept_its_answers()
    {
        var complaint = Resolved();

        complaint
            .Clocks.Where(clock => !clock.IsStopped)
            .Select(clock => clock.Kind)
            .ShouldBe([ClockKind.Acknowledgement]);
        complaint.ExpectedResolutionAt.ShouldBeNull();
        complaint.ResolvedAt.ShouldBe(Now.AddHours(2));
    }

    [Fact]
    public void A_withdrawn_case_owes_nothing_any_more()
    {
        var complaint = Opened();

        complaint.Withdraw("已经好了", Agent, Now.AddHours(1));

        complaint.Clocks.ShouldAllBe(clock => clock.IsStopped);
        complaint.FireDueClocks(Agent, Now.AddDays(30)).ShouldBeEmpty();
    }

    [Fact]
    public void While_the_case_waits_for_the_customer_the_answers_clocks_stand_still()
    {
        var complaint = Opened();
        complaint.Start(Agent, Now.AddHours(1));
        complaint.ChangeStatus(ComplaintStatus.Pending, "等待客户确认上门时间", Terms(), Agent, Now.AddHours(10));
        complaint.ExpectedResolutionAt.ShouldBeNull();
        complaint.FireDueClocks(Agent, Now.AddHours(99)).ShouldAllBe(a => a.Kind == ClockKind.Acknowledgement);

        complaint.ChangeStatus(ComplaintStatus.InProgress, reason: null, Terms(), Agent, Now.AddHours(34));

        complaint
            .Clocks.Where(clock => clock.Kind != ClockKind.Acknowledgement)
            .Select(clock => clock.DueAt)
            .ShouldBe([Now.AddHours(72), Now.AddHours(124)]);
        complaint.Waits.Single().WaitingFor.ShouldBe("等待客户确认上门时间");
    }

    [Fact]
    public void A_wait_says_for_whom()
    {
        var complaint = Opened();
        complaint.Start(Agent, Now.AddHours(1));

        foreach (var reason in new[] { null, "", " " })
        {
            Should
                .Throw<RuleViolation>(() =>
                    complaint.ChangeStatus(ComplaintStatus.Pending, reason, Terms(), Agent, Now.AddHours(2))
                )
                .Code.ShouldBe("complaint.reason-missing");
        }
    }

    [Fact]
    public void Who_stops_or_pauses_a_clock_after_its_limit_does_not_hide_that_it_was_missed()
    {
        var resolved = Opened();
        resolved.Start(Agent, Now.AddHours(1));
        resolved.ChangeStatus(ComplaintStatus.Resolved, "done", Terms(), Agent, Now.AddHours(49));
        var waiting = Opened();
        waiting.Start(Agent, Now.AddHours(1));
        waiting.ChangeStatus(ComplaintStatus.Pending, "the customer", Terms(), Agent, Now.AddHours(49));

        foreach (var complaint in new[] { resolved, waiting })
        {
            complaint
                .FireDueClocks(Agent, Now.AddHours(50))
                .Where(alarm => alarm.Kind == ClockKind.FirstResult)
                .Select(alarm => alarm.IsBreach)
                .ShouldBe([false, true]);
            complaint.FireDueClocks(Agent, Now.AddHours(51)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_better_limit_that_came_while_the_case_waited_counts_when_it_goes_on()
    {
        var complaint = Opened();
        complaint.Start(Agent, Now.AddHours(1));
        complaint.ChangeStatus(ComplaintStatus.Pending, "the customer", Terms(), Agent, Now.AddHours(10));
        var better = Terms(finalHours: 60, version: 2);
        complaint.AdoptBetterLimits(better, Agent, Now.AddHours(11)).ShouldBeFalse();

        complaint.ChangeStatus(ComplaintStatus.InProgress, reason: null, better, Agent, Now.AddHours(34));

        complaint.ExpectedResolutionAt.ShouldBe(Now.AddHours(60 + 24));
    }

    [Fact]
    public void An_answer_that_is_owed_is_told_when_the_case_is_resolved_and_stays_when_it_closes()
    {
        var complaint = Opened();
        complaint.Start(Agent, Now.AddHours(1));
        Should
            .Throw<RuleViolation>(() =>
                complaint.ChangeStatus(ComplaintStatus.Resolved, reason: null, Terms(), Agent, Now.AddHours(2))
            )
            .Code.ShouldBe("complaint.reason-missing");

        complaint.ChangeStatus(ComplaintStatus.Resolved, "已更换光猫", Terms(), Agent, Now.AddHours(2));
        complaint.RecordCallback(
            new(CallbackOutcome.Declined, IsSatisfied: null, Score: null, "was rude"),
            Terms(),
            Agent,
            Now.AddHours(3)
        );

        complaint.Resolution.ShouldBe("已更换光猫");
        complaint.StatusReason.ShouldBeNull();
    }

    [Fact]
    public void Being_held_by_ourselves_stops_no_clock()
    {
        var complaint = Opened();
        complaint.Start(Agent, Now.AddHours(1));

        complaint.ChangeStatus(ComplaintStatus.Held, "no technician", Terms(), Agent, Now.AddHours(10));

        complaint.ExpectedResolutionAt.ShouldBe(Now.AddHours(100));
    }

    [Fact]
    public void A_reopened_case_owes_a_final_answer_once_more()
    {
        var complaint = Resolved();

        complaint.ChangeStatus(ComplaintStatus.InProgress, "又断了", Terms(), Agent, Now.AddHours(50));

        var second = complaint.Clocks[^1];
        (second.Kind, second.Round, second.DueAt).ShouldBe((ClockKind.FinalAnswer, 2, Now.AddHours(150)));
        complaint.ExpectedResolutionAt.ShouldBe(Now.AddHours(150));
    }

    [Fact]
    public void A_new_limit_counts_for_an_open_case_only_when_it_ends_earlier()
    {
        var complaint = Opened();

        complaint.AdoptBetterLimits(Terms(finalHours: 200, version: 2), Agent, Now.AddHours(1)).ShouldBeFalse();
        complaint.AdoptBetterLimits(Terms(finalHours: 60, version: 3), Agent, Now.AddHours(1)).ShouldBeTrue();

        complaint.ExpectedResolutionAt.ShouldBe(Now.AddHours(60));
        complaint.Clocks.Select(clock => clock.PolicyVersion).ShouldBe([1, 1, 3]);
    }

    public static IEnumerable<TheoryDataRow<ClockStatus, ClockAction, ClockStatus?>> EveryPair() =>
        from status in System.Enum.GetValues<ClockStatus>()
        from action in System.Enum.GetValues<ClockAction>()
        select new TheoryDataRow<ClockStatus, ClockAction, ClockStatus?>(
            status,
            action,
            (status, action) switch
            {
                (ClockStatus.Running, ClockAction.Pause) => ClockStatus.Paused,
                (ClockStatus.Paused, ClockAction.Resume) => ClockStatus.Running,
                (ClockStatus.Running or ClockStatus.Paused, ClockAction.Stop) => ClockStatus.Stopped,
                _ => null,
            }
        );

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void A_clock_moves_only_as_the_table_says(ClockStatus from, ClockAction by, ClockStatus? to)
    {
        if (to is { } next)
        {
            ClockLifeCycle.Next(from, by).ShouldBe(next);
        }
        else
        {
            Should.Throw<RuleViolation>(() => ClockLifeCycle.Next(from, by)).Code.ShouldBe("clock.illegal-move");
        }
    }
}
