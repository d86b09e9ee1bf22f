using Complaints.Domain;
using Rules;
using Shouldly;
using Xunit;
using static Complaints.Tests.Domain.Cases;

namespace Complaints.Tests.Domain;

/// <summary>C8: nobody's case closes before he was called back, or three times called for.</summary>
public sealed class CallbackTests
{
    private static readonly CallbackResult Satisfied = new(CallbackOutcome.Answered, IsSatisfied: true, Score: 5, null);
    private static readonly CallbackResult Unsatisfied = new(CallbackOutcome.Answered, IsSatisfied: false, 1, "还是慢");
    private static readonly CallbackResult NoAnswer = new(
        CallbackOutcome.NoAnswer,
        IsSatisfied: null,
        Score: null,
        null
    );

    [Fact]
    public void A_satisfied_customer_closes_his_case()
    {
        var complaint = Resolved();

        complaint.RecordCallback(Satisfied, Terms(), Agent, Now.AddHours(3));

        complaint.Status.ShouldBe(ComplaintStatus.Closed);
    }

    [Fact]
    public void An_unsatisfied_one_reopens_it_one_level_up()
    {
        var complaint = Resolved();

        complaint.RecordCallback(Unsatisfied, Terms(), Agent, Now.AddHours(3));

        complaint.Status.ShouldBe(ComplaintStatus.InProgress);
        complaint.StatusReason.ShouldBe("还是慢");
        complaint.EscalationLevel.ShouldBe(EscalationLevel.TeamLead);
    }

    [Fact]
    public void Whoever_was_reached_and_does_not_want_to_say_was_called_back()
    {
        var complaint = Resolved();

        complaint.RecordCallback(new(CallbackOutcome.Declined, null, null, null), Terms(), Agent, Now.AddHours(3));

        complaint.Status.ShouldBe(ComplaintStatus.Closed);
    }

    [Fact]
    public void Three_attempts_without_an_answer_close_it_and_two_do_not()
    {
        var complaint = Resolved();

        complaint.RecordCallback(NoAnswer, Terms(), Agent, Now.AddHours(3));
        complaint.RecordCallback(NoAnswer, Terms(), Agent, Now.AddHours(4));
        complaint.Status.ShouldBe(ComplaintStatus.Resolved);
        complaint.RecordCallback(NoAnswer, Terms(), Agent, Now.AddHours(5));

        complaint.Status.ShouldBe(ComplaintStatus.Closed);
    }

    [Fact]
    public void Attempts_in_a_row_within_an_hour_are_one()
    {
        var complaint = Resolved();
        complaint.RecordCallback(NoAnswer, Terms(), Agent, Now.AddHours(3));

        Should
            .Throw<RuleViolation>(() => complaint.RecordCallback(NoAnswer, Terms(), Agent, Now.AddHours(3.99)))
            .Code.ShouldBe("callback.too-soon");

        complaint.CallbackAttempts.ShouldBe(1);
        complaint.RecordCallback(Satisfied, Terms(), Agent, Now.AddHours(3.99));
        complaint.Status.ShouldBe(ComplaintStatus.Closed);
    }

    [Fact]
    public void Reopening_by_its_status_does_not_spare_the_case_the_level_up()
    {
        var complaint = Resolved();

        complaint.ChangeStatus(ComplaintStatus.InProgress, "not finished", Terms(), Agent, Now.AddHours(5));

        complaint.EscalationLevel.ShouldBe(EscalationLevel.TeamLead);
    }

    [Fact]
    public void An_anonymous_report_has_nobody_to_call_back() =>
        Opened(isAnonymous: true).NeedsCallback.ShouldBeFalse();

    [Fact]
    public void Attempts_of_an_earlier_answer_do_not_count_for_the_next_one()
    {
        var complaint = Resolved();
        complaint.RecordCallback(NoAnswer, Terms(), Agent, Now.AddHours(3));
        complaint.RecordCallback(NoAnswer, Terms(), Agent, Now.AddHours(4));
        complaint.ChangeStatus(ComplaintStatus.InProgress, "not finished", Terms(), Agent, Now.AddHours(5));
        complaint.ChangeStatus(ComplaintStatus.Resolved, "now it is", Terms(), Agent, Now.AddHours(6));

        complaint.RecordCallback(NoAnswer, Terms(), Agent, Now.AddHours(7));

        complaint.Status.ShouldBe(ComplaintStatus.Resolved);
    }

    [Fact]
    public void A_case_without_an_answer_yet_has_nothing_to_be_called_back_for() =>
        Should
            .Throw<RuleViolation>(() => Opened().RecordCallback(Satisfied, Terms(), Agent, Now))
            .Code.ShouldBe("complaint.illegal-move");

    [Theory]
    [InlineData(CallbackOutcome.Answered, null, 5, "callback.answer-incomplete")]
    [InlineData(CallbackOutcome.Answered, true, null, "callback.answer-incomplete")]
    [InlineData(CallbackOutcome.NoAnswer, true, null, "callback.answer-without-answering")]
    [InlineData(CallbackOutcome.Declined, null, 3, "callback.answer-without-answering")]
    public void Satisfaction_and_score_come_from_the_customer_and_together(
        CallbackOutcome outcome,
        bool? isSatisfied,
        int? score,
        string code
    ) =>
        Should
            .Throw<RuleViolation>(() =>
                Resolved().RecordCallback(new(outcome, isSatisfied, score, null), Terms(), Agent, Now)
            )
            .Code.ShouldBe(code);

    [Fact]
    public void A_status_alone_closes_only_what_nobody_is_called_back_for()
    {
        var gated = Resolved();
        var free = Resolved(Terms(needsCallback: false));

        free.ChangeStatus(ComplaintStatus.Closed, reason: null, Terms(), Agent, Now.AddHours(3));

        free.Status.ShouldBe(ComplaintStatus.Closed);
        Should
            .Throw<RuleViolation>(() =>
                gated.ChangeStatus(ComplaintStatus.Closed, reason: null, Terms(), Agent, Now.AddHours(3))
            )
            .Code.ShouldBe("complaint.needs-more");
    }

    [Fact]
    public void C18_a_deleted_case_keeps_its_number_and_history_and_nothing_personal()
    {
        var complaint = Opened();

        complaint.Delete(Agent, Now.AddHours(1));

        complaint.Description.ShouldBeEmpty();
        complaint.SearchTerms.ShouldBeEmpty();
        complaint.CaseNumber.ShouldBe("C-20261121-000001");
        complaint.FireDueClocks(Agent, Now.AddDays(30)).ShouldBeEmpty();
        complaint.History[^1].What.ShouldBe("delete");
    }
}
