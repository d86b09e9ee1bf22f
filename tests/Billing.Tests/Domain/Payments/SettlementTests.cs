using System;
using System.Linq;
using Billing.Domain.Bills;
using Rules;
using Shouldly;
using Xunit;
using static Billing.Tests.Domain.Payments.Bills;

namespace Billing.Tests.Domain.Payments;

/// <summary>B9: what a sum settles, in which order.</summary>
public sealed class SettlementTests
{
    [Fact]
    public void The_oldest_bill_is_paid_first_whatever_order_they_come_in()
    {
        var (old, young) = (Sent(1, (50, false)), Sent(2, (50, false)));

        var settlement = Settle(60, young, old);

        old.Status.ShouldBe(BillStatus.Settled);
        old.SettledAt.ShouldBe(Now);
        young.Status.ShouldBe(BillStatus.PartiallyPaid);
        young.SettledAt.ShouldBeNull();
        young.Open.ShouldBe(40);
        settlement.Parts.Select(part => (part.Bill, part.Amount)).ShouldBe([(old, 50m), (young, 10m)]);
        (settlement.Settled, settlement.Left).ShouldBe((60, 0));
    }

    [Fact]
    public void Lines_are_paid_in_their_order()
    {
        var bill = Sent(1, (30, false), (30, false), (30, false));

        Settle(45, bill);

        bill.Lines.Select(line => line.Settled).ShouldBe([30, 15, 0]);
    }

    [Fact]
    public void What_nothing_is_open_for_is_left()
    {
        var settlement = Settle(100, Sent(1, (88.50m, false)));

        (settlement.Settled, settlement.Left).ShouldBe((88.50m, 11.50m));
    }

    [Fact]
    public void Disputed_lines_wait_until_nothing_else_is_open_on_any_bill()
    {
        var (old, young) = (Sent(1, (20, true), (30, false)), Sent(2, (40, false)));

        Settle(75, old, young);

        old.Lines.Select(line => line.Settled).ShouldBe([5, 30]);
        young.Status.ShouldBe(BillStatus.Settled);
        old.Status.ShouldBe(BillStatus.PartiallyPaid);
    }

    [Fact]
    public void A_correction_of_an_earlier_bill_pays_before_money_does()
    {
        var bill = Sent(1, (100, false), (-20, false));

        var settlement = Settle(80, bill);

        bill.Status.ShouldBe(BillStatus.Settled);
        bill.Lines.ShouldAllBe(line => line.Open == 0);
        settlement.Left.ShouldBe(0);
    }

    [Fact]
    public void A_correction_larger_than_what_is_undisputed_pays_for_disputed_lines_too()
    {
        var bill = Sent(1, (100, false), (-105, false), (6, true));

        var settlement = Settle(3, bill);

        bill.Status.ShouldBe(BillStatus.Settled);
        (settlement.Settled, settlement.Left).ShouldBe((1, 2));
    }

    [Fact]
    public void A_bill_with_nothing_to_pay_takes_nothing()
    {
        var bill = Sent(1, (10, false), (-30, false));

        var settlement = Settle(50, bill);

        settlement.Left.ShouldBe(50);
        bill.Version.ShouldBe(1);
    }

    [Fact]
    public void Every_change_raises_the_bills_version()
    {
        var bill = Sent(1, (50, false));

        Settle(10, bill);
        Settle(10, bill);

        bill.Version.ShouldBe(3);
    }

    [Fact]
    public void Money_moves_sent_and_partly_paid_bills_and_no_others()
    {
        foreach (var from in Enum.GetValues<BillStatus>())
        {
            foreach (var by in Enum.GetValues<BillSettling>())
            {
                if (from is BillStatus.Sent or BillStatus.PartiallyPaid)
                {
                    BillSettlement
                        .Next(from, by)
                        .ShouldBe(by == BillSettling.LastFen ? BillStatus.Settled : BillStatus.PartiallyPaid);
                }
                else
                {
                    Should.Throw<RuleViolation>(() => BillSettlement.Next(from, by)).Code.ShouldBe("bill.not-payable");
                }
            }
        }
    }

    private static Settlement Settle(decimal amount, params Bill[] bills) => Settlement.Of(amount, bills, [], Now);
}
