using System;
using System.Linq;
using Complaints.Domain;
using Rules;
using Shouldly;
using Xunit;
using static Complaints.Tests.Domain.Cases;

namespace Complaints.Tests.Domain;

/// <summary>C15: who is responsible is found once, or found otherwise later, also after the close.</summary>
public sealed class FindingTests
{
    private static readonly Guid Service = Guid.CreateVersion7();
    private static readonly FindingFacts Upheld = new(
        IsUpheld: true,
        Responsible.Provider,
        Unit: null,
        "未经确认即收费",
        Service
    );
    private static readonly FindingFacts Ours = new(IsUpheld: false, Responsible.Unit, "care-1", "客户已确认", Service);

    [Fact]
    public void A_finding_counts_and_names_the_service_of_the_case()
    {
        var complaint = Resolved();
        var before = complaint.Version;

        complaint.RecordFinding(Upheld, Agent, Now.AddHours(3)).ShouldBeTrue();

        complaint.Finding!.Responsible.ShouldBe(Responsible.Provider);
        complaint.VasServiceId.ShouldBe(Service);
        complaint.Version.ShouldBe(before + 1);
        complaint.Finding.Version.ShouldBe(complaint.Version);
        var entry = complaint.History[^1];
        (entry.What, entry.Why).ShouldBe(("recordFinding", "upheld, provider"));
    }

    [Fact]
    public void A_later_one_takes_its_place_also_of_a_closed_case()
    {
        var complaint = Resolved();
        complaint.RecordFinding(Upheld, Agent, Now.AddHours(3));
        complaint.RecordCallback(
            new(CallbackOutcome.Answered, IsSatisfied: true, Score: 5, Remark: null),
            Terms(),
            Agent,
            Now.AddHours(4)
        );
        complaint.Status.ShouldBe(ComplaintStatus.Closed);

        complaint.RecordFinding(Ours, Agent, Now.AddDays(9)).ShouldBeTrue();

        complaint.Finding!.Unit.ShouldBe("care-1");
        complaint.Findings.Count.ShouldBe(2);
        complaint.History[^1].What.ShouldBe("changeFinding");
        complaint.Status.ShouldBe(ComplaintStatus.Closed);
    }

    [Fact]
    public void The_same_again_changes_nothing()
    {
        var complaint = Resolved();
        complaint.RecordFinding(Upheld, Agent, Now.AddHours(3));
        var before = complaint.Version;

        complaint.RecordFinding(Upheld, Agent, Now.AddHours(4)).ShouldBeFalse();

        (complaint.Version, complaint.Findings.Count).ShouldBe((before, 1));
    }

    [Fact]
    public void Nothing_is_found_before_somebody_looked()
    {
        Should
            .Throw<RuleViolation>(() => Opened().RecordFinding(Upheld, Agent, Now.AddHours(1)))
            .Code.ShouldBe("finding.not-looked-into");
    }

    [Fact]
    public void Of_a_case_that_was_taken_back_nothing_is_found()
    {
        var complaint = Opened();
        complaint.Withdraw("已解决", Agent, Now.AddHours(1));

        Should
            .Throw<RuleViolation>(() => complaint.RecordFinding(Upheld, Agent, Now.AddHours(2)))
            .Code.ShouldBe("complaint.ended");
    }

    [Theory]
    [InlineData(Responsible.Unit, null, "finding.unit-missing")]
    [InlineData(Responsible.Nobody, "care-1", "finding.unit-without-responsibility")]
    [InlineData(Responsible.Provider, "care-1", "finding.unit-without-responsibility")]
    [InlineData(Responsible.Provider, null, "finding.service-missing")]
    public void Who_is_responsible_is_named(Responsible responsible, string? unit, string code) =>
        Should
            .Throw<RuleViolation>(() =>
                Resolved()
                    .RecordFinding(
                        new(IsUpheld: true, responsible, unit, "cause", VasServiceId: null),
                        Agent,
                        Now.AddHours(3)
                    )
            )
            .Code.ShouldBe(code);

    [Fact]
    public void Of_a_deleted_case_its_words_are_gone()
    {
        var complaint = Resolved();
        complaint.RecordFinding(Upheld, Agent, Now.AddHours(3));

        complaint.Delete(Agent, Now.AddHours(4));

        complaint.Findings.Single().Cause.ShouldBeNull();
        complaint.Findings.Single().IsUpheld.ShouldBeTrue();
    }
}
