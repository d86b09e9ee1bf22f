using System.Linq;
using Complaints.Domain;
using Rules;
using Shouldly;
using Xunit;
using static Complaints.Tests.Domain.Cases;

namespace Complaints.Tests.Domain;

public sealed class ComplaintTests
{
    [Fact]
    public void C2_whoever_took_a_case_owns_it()
    {
        var complaint = Opened();

        complaint.OwnedBy.ShouldBe("agent-7");
        complaint.Status.ShouldBe(ComplaintStatus.Acknowledged);
        complaint.Version.ShouldBe(1);
    }

    [Fact]
    public void Every_change_raises_the_version()
    {
        var complaint = Opened();

        complaint.Start(Agent, Now.AddMinutes(1));

        complaint.Version.ShouldBe(2);
        complaint.LastUpdate.ShouldBe(Now.AddMinutes(1));
        complaint.StatusChangedAt.ShouldBe(Now.AddMinutes(1));
    }

    [Fact]
    public void C18_every_step_is_written_down_with_who_when_why_and_its_trace()
    {
        var complaint = Opened();
        complaint.Start(Agent, Now.AddMinutes(1));
        complaint.ChangeStatus(ComplaintStatus.Resolved, "已更换光猫", Terms(), Agent, Now.AddMinutes(2));

        complaint
            .History.Select(entry => (entry.Version, entry.What, entry.Why))
            .ShouldBe([(1, "open", null), (2, "start", null), (3, "resolve", "已更换光猫")]);
        complaint.History.ShouldAllBe(entry => entry.Who == "agent-7" && entry.TraceId == Agent.TraceId);
    }

    [Fact]
    public void A_withdrawal_keeps_the_customers_words()
    {
        var complaint = Opened();

        complaint.Withdraw("已经好了", Agent, Now);

        complaint.Status.ShouldBe(ComplaintStatus.Cancelled);
        complaint.StatusReason.ShouldBe("已经好了");
    }

    [Fact]
    public void A_withdrawn_case_cannot_be_started_and_stays_as_it_is()
    {
        var complaint = Opened();
        complaint.Withdraw("done", Agent, Now);

        Should.Throw<RuleViolation>(() => complaint.Start(Agent, Now)).Code.ShouldBe("complaint.illegal-move");

        complaint.Status.ShouldBe(ComplaintStatus.Cancelled);
        complaint.Version.ShouldBe(2);
    }

    [Fact]
    public void An_unverified_account_is_asked_for_again_after_pauses_that_double_up_to_a_minute()
    {
        var complaint = Opened(AccountCheck.Unverified);
        complaint.AccountCheckDueAt.ShouldBe(Now.AddSeconds(1));

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            complaint.SettleAccountCheck(AccountCheck.Unverified, Agent, Now).ShouldBeFalse();
            complaint.AccountCheckDueAt.ShouldBe(Now.AddSeconds(seconds));
        }
    }

    [Theory]
    [InlineData(AccountCheck.Verified)]
    [InlineData(AccountCheck.Unknown)]
    public void An_answered_account_question_is_never_asked_again(AccountCheck answer)
    {
        var complaint = Opened(AccountCheck.Unverified);

        complaint.SettleAccountCheck(answer, Agent, Now).ShouldBeTrue();
        complaint.SettleAccountCheck(AccountCheck.Unknown, Agent, Now).ShouldBeFalse();

        complaint.AccountCheck.ShouldBe(answer);
        complaint.AccountCheckDueAt.ShouldBeNull();
    }
}
