using System;
using System.Collections.Generic;
using Billing.Domain.Bills;
using Rules;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Bills;

/// <summary>The whole table of what finance can do to a bill: every move that is not in it is refused by its code.</summary>
public sealed class BillLifeCycleTests
{
    private static readonly Dictionary<(BillStatus, BillAction), BillStatus> Allowed = new()
    {
        [(BillStatus.New, BillAction.Hold)] = BillStatus.OnHold,
        [(BillStatus.New, BillAction.Validate)] = BillStatus.Validated,
        [(BillStatus.Validated, BillAction.Hold)] = BillStatus.OnHold,
        [(BillStatus.Validated, BillAction.Send)] = BillStatus.Sent,
        [(BillStatus.Sent, BillAction.Hold)] = BillStatus.OnHold,
        [(BillStatus.OnHold, BillAction.Validate)] = BillStatus.Validated,
    };

    public static MatrixTheoryData<BillStatus, BillAction> Everything() =>
        new(Enum.GetValues<BillStatus>(), Enum.GetValues<BillAction>());

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_move_leads_where_the_table_says_or_is_refused(BillStatus from, BillAction by)
    {
        if (Allowed.TryGetValue((from, by), out var to))
        {
            BillLifeCycle.Next(from, by).ShouldBe(to);
        }
        else
        {
            Should.Throw<RuleViolation>(() => BillLifeCycle.Next(from, by)).Code.ShouldBe("bill.illegal-move");
        }
    }

    [Theory]
    [InlineData(BillStatus.New)]
    [InlineData(BillStatus.PartiallyPaid)]
    [InlineData(BillStatus.Settled)]
    public void No_one_says_that_a_bill_is_paid(BillStatus to) =>
        Should.Throw<RuleViolation>(() => BillLifeCycle.Meant(BillStatus.Sent, to)).Code.ShouldBe("bill.illegal-move");
}
