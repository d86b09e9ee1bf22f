using Complaints.Domain;
using Shouldly;
using Xunit;
using static Complaints.Tests.Domain.Cases;

namespace Complaints.Tests.Domain;

/// <summary>C5: tier, urgency and harm order the queue.</summary>
public sealed class PriorityTests
{
    [Theory]
    [InlineData(Severity.Critical, 1, 1, 1, 1)]
    [InlineData(Severity.Major, 2, 2, 1, 1)]
    [InlineData(Severity.Minor, 3, 2, 2, 1)]
    [InlineData(Severity.Low, 4, 3, 3, 2)]
    public void Severity_and_tier_make_the_priority(Severity severity, int none, int silver, int gold, int diamond)
    {
        CasePriority.Of(severity, tier: null).ShouldBe(none);
        CasePriority.Of(severity, CustomerTier.None).ShouldBe(none);
        CasePriority.Of(severity, CustomerTier.Silver).ShouldBe(silver);
        CasePriority.Of(severity, CustomerTier.Gold).ShouldBe(gold);
        CasePriority.Of(severity, CustomerTier.Diamond).ShouldBe(diamond);
    }

    [Fact]
    public void A_case_whose_severity_is_corrected_moves_in_the_queue()
    {
        var complaint = Opened();
        complaint.Priority.ShouldBe(2);

        complaint.Amend(new CaseText(Name: null, "宽带很慢", ExternalId: null, Severity.Low), Agent, Now);

        complaint.Priority.ShouldBe(4);
    }

    [Fact]
    public void A_tier_that_is_learned_later_moves_the_case_up()
    {
        var complaint = Opened(tier: TierAnswer.Away);
        complaint.TierDueAt.ShouldBe(Now.AddSeconds(1));

        complaint.SettleTier(TierAnswer.Away, Agent, Now).ShouldBeFalse();
        complaint.TierDueAt.ShouldNotBeNull();
        complaint.SettleTier(TierAnswer.Of(CustomerTier.Gold), Agent, Now).ShouldBeTrue();

        (complaint.Priority, complaint.Tier, complaint.TierDueAt).ShouldBe((1, CustomerTier.Gold, null));
    }

    [Fact]
    public void A_case_that_ended_is_not_asked_about_any_longer()
    {
        var complaint = Opened(tier: TierAnswer.Away);

        complaint.Withdraw("settled", Agent, Now);

        complaint.TierDueAt.ShouldBeNull();
        complaint.SettleTier(TierAnswer.Of(CustomerTier.Gold), Agent, Now).ShouldBeFalse();
        complaint.Priority.ShouldBe(2);
    }
}
