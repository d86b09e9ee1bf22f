using System;
using System.Linq;
using Rules;
using Shouldly;
using Vas.Domain.Settlement;
using Xunit;
using static Vas.Tests.Domain.Settlement.Months;
using static Vas.Tests.Domain.Settlement.Statements;

namespace Vas.Tests.Domain.Settlement;

/// <summary>V8: who may do what with a statement, and when.</summary>
public sealed class StatementTests
{
    private static readonly ProviderMonth November = Nothing with
    {
        Charges = [100_000m],
        Complaints = Cases(8),
        Refunds = [Owed(1, 40m) with { Complaint = Cases(1)[0] }],
    };

    [Theory]
    [InlineData(StatementStatus.Drafted, StatementAction.DraftAgain, StatementStatus.Drafted)]
    [InlineData(StatementStatus.Drafted, StatementAction.RaiseObjection, StatementStatus.Drafted)]
    [InlineData(StatementStatus.Drafted, StatementAction.DecideObjection, StatementStatus.Drafted)]
    [InlineData(StatementStatus.Drafted, StatementAction.Issue, StatementStatus.Issued)]
    [InlineData(StatementStatus.Issued, StatementAction.DraftAgain, null)]
    [InlineData(StatementStatus.Issued, StatementAction.RaiseObjection, null)]
    [InlineData(StatementStatus.Issued, StatementAction.DecideObjection, null)]
    [InlineData(StatementStatus.Issued, StatementAction.Issue, null)]
    public void The_whole_life_of_a_statement(StatementStatus from, StatementAction by, StatementStatus? to)
    {
        if (to is { } next)
        {
            StatementLifeCycle.Next(from, by).ShouldBe(next);
        }
        else
        {
            Should
                .Throw<RuleViolation>(() => StatementLifeCycle.Next(from, by))
                .Code.ShouldBe("settlement.illegal-move");
        }
    }

    [Fact]
    public void A_second_person_issues_it_after_the_window()
    {
        var statement = Statement.Draft(Of(November), Drafted);

        Refused(() => statement.Issue("anna", Of(November), WindowEnds)).ShouldBe("settlement.same-person");
        Refused(() => statement.Issue("boris", Of(November), WindowEnds.AddTicks(-10)))
            .ShouldBe("settlement.window-open");
        statement.Issue("boris", Of(November), WindowEnds);

        (statement.Number, statement.Version, statement.Status).ShouldBe(
            ("S-202611-SP-0001", 2, StatementStatus.Issued)
        );
        (statement.Payable, statement.CarriedForward).ShouldBe((28_940m, 0)); // 28,980 − 40
        Refused(() => statement.Issue("boris", Of(November), WindowEnds)).ShouldBe("settlement.illegal-move");
    }

    [Fact]
    public void What_the_provider_was_not_shown_is_not_issued()
    {
        var statement = Statement.Draft(Of(November), Drafted);

        Refused(() => statement.Issue("boris", Of(November with { Charges = [100_000.01m] }), WindowEnds))
            .ShouldBe("settlement.outdated");
    }

    [Fact]
    public void An_objection_holds_it_up_until_it_is_decided()
    {
        var statement = Statement.Draft(Of(November), Drafted);
        var objection = statement.RaiseObjection("Case 3 is not ours.", "sp", WindowEnds.AddTicks(-10));

        Refused(() => statement.RaiseObjection("And case 4 neither.", "sp", Now)).ShouldBe("objection.already-open");
        Refused(() => statement.Issue("boris", Of(November), WindowEnds)).ShouldBe("settlement.objection-open");
        statement.Decide(objection, accepts: false, "It is.", "anna", WindowEnds);
        Refused(() => statement.Decide(objection, accepts: true, "Or not.", "anna", WindowEnds))
            .ShouldBe("objection.already-decided");
        Refused(() => statement.RaiseObjection("Too late.", "sp", WindowEnds)).ShouldBe("settlement.window-over");
        statement.Issue("boris", Of(November), WindowEnds);

        objection.Status.ShouldBe(ObjectionStatus.Rejected);
    }

    [Fact]
    public void An_accepted_objection_asks_for_another_draft()
    {
        var statement = Statement.Draft(Of(November), Drafted);
        statement.Decide(statement.RaiseObjection("Not ours.", "sp", Now), accepts: true, "Right.", "anna", Now);

        Refused(() => statement.Issue("boris", Of(November), WindowEnds)).ShouldBe("settlement.outdated");
        statement.DraftAgain(Of(November), Drafted).ShouldBeEmpty();
        statement.Issue("boris", Of(November), WindowEnds);
    }

    [Fact]
    public void A_draft_that_says_the_same_changes_nothing_and_another_one_gives_new_days()
    {
        var statement = Statement.Draft(Of(November), Drafted);
        var later = Drafted with { By = "carl", Now = Now.AddDays(1), ObjectionsUntil = WindowEnds.AddDays(1) };

        statement.DraftAgain(Of(November), later).ShouldBeEmpty();
        (statement.Version, statement.DraftedBy, statement.ObjectionsUntil).ShouldBe((1, "anna", WindowEnds));

        // One complaint more: 9 per 10,000 is the same grade, but it is named; the refund is gone.
        var changed = statement.DraftAgain(Of(November with { Complaints = Cases(9), Refunds = [] }), later);
        changed
            .Select(line => (line.Kind, line.Amount, line.Complaints.Count))
            .ShouldBe([(SettlementLineKind.ComplaintFactor, -12_420m, 9), (SettlementLineKind.ClawBack, 0m, 1)]);
        (statement.Version, statement.DraftedBy, statement.ObjectionsUntil).ShouldBe(
            (2, "carl", WindowEnds.AddDays(1))
        );
    }

    private static string Refused(Action action) => Should.Throw<RuleViolation>(action).Code;
}
