using System;
using Billing.Domain.Bills;
using Rules;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Bills;

/// <summary>B15: when a bill may be taken back, and when its month may be billed again.</summary>
public sealed class BillReversalRuleTests
{
    private static readonly BillRunOrder Order = new(
        20,
        "finance-1",
        new DateOnly(2026, 2, 2),
        Payments.Bills.Now,
        Payments.Bills.Now,
        Traceparent: null
    );

    [Fact]
    public void A_credit_that_was_spent_is_not_taken_back()
    {
        var credit = Payments.Bills.Sent(1, (-10, false));

        Refusal(() => credit.Reverse(balance: 9.99m, Payments.Bills.Now)).ShouldBe("bill.credit-spent");
        credit.Reverse(balance: 10, Payments.Bills.Now);

        credit.ReversedAt.ShouldBe(Payments.Bills.Now);
    }

    [Fact]
    public void A_bill_of_money_to_pay_needs_no_balance()
    {
        var bill = Payments.Bills.Sent(1, (10, false));

        bill.Reverse(balance: 0, Payments.Bills.Now);

        (bill.Status, bill.ReversedAt).ShouldBe((BillStatus.Settled, Payments.Bills.Now));
        Refusal(() => bill.Reverse(balance: 0, Payments.Bills.Now)).ShouldBe("bill.already-reversed");
    }

    [Fact]
    public void Only_a_bill_that_was_taken_back_is_billed_again() =>
        Refusal(() => BillRun.Again(Payments.Bills.Sent(1, (10, false)), Order)).ShouldBe("bill.not-reversed");

    private static string Refusal(Action act) => Should.Throw<RuleViolation>(act).Code;
}
