using System;
using System.Collections.Generic;
using System.Linq;
using Complaints.Domain;
using Rules;
using Shouldly;
using Xunit;
using static Complaints.Domain.ComplaintAction;
using static Complaints.Domain.ComplaintStatus;

namespace Complaints.Tests.Domain;

/// <summary>The full status × action table of tmf.md; what is not listed is refused.</summary>
public sealed class LifeCycleTests
{
    private static readonly Dictionary<(ComplaintStatus, ComplaintAction), ComplaintStatus> Allowed = new()
    {
        [(Acknowledged, Start)] = InProgress,
        [(Acknowledged, Reject)] = Rejected,
        [(Acknowledged, Withdraw)] = Cancelled,
        [(InProgress, WaitForCustomer)] = Pending,
        [(InProgress, Hold)] = Held,
        [(InProgress, Resolve)] = Resolved,
        [(InProgress, Withdraw)] = Cancelled,
        [(Pending, CustomerAnswered)] = InProgress,
        [(Pending, Withdraw)] = Cancelled,
        [(Held, Resume)] = InProgress,
        [(Resolved, CloseAfterCallback)] = Closed,
        [(Resolved, CloseWithoutCallback)] = Closed,
        [(Resolved, Reopen)] = InProgress,
    };

    public static TheoryData<ComplaintStatus, ComplaintAction> EveryPair()
    {
        var pairs = new TheoryData<ComplaintStatus, ComplaintAction>();
        foreach (var status in Enum.GetValues<ComplaintStatus>())
        {
            foreach (var action in Enum.GetValues<ComplaintAction>())
            {
                pairs.Add(status, action);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void A_case_moves_only_as_the_table_says(ComplaintStatus from, ComplaintAction by)
    {
        if (Allowed.TryGetValue((from, by), out var to))
        {
            ComplaintLifeCycle.Next(from, by).ShouldBe(to);
        }
        else
        {
            Should
                .Throw<RuleViolation>(() => ComplaintLifeCycle.Next(from, by))
                .Code.ShouldBe("complaint.illegal-move");
        }
    }

    [Fact]
    public void Nothing_leaves_an_ended_case() =>
        Allowed.Keys.Select(move => move.Item1).ShouldNotContain(s => s == Closed || s == Rejected || s == Cancelled);
}
