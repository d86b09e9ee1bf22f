using System;
using System.Linq;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data.Seeds;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Credit.CreditFixture;

namespace Billing.Tests.Features.Credit;

/// <summary>B10: a line that stays barred ends, with its plan, and an account without a plan is closed.</summary>
public sealed class TerminationTests(CreditFixture platform) : IClassFixture<CreditFixture>
{
    [Fact]
    public async Task B10_a_line_ends_after_the_time_of_the_policy_and_the_last_one_closes_the_account()
    {
        await platform.SuspendAsync(1);
        await platform.NextDayAsync(60);
        (await platform.StatusAsync(Mobile(1))).ShouldBe("Suspended"); // the sixtieth day is still the customer's

        await platform.NextDayAsync();
        await platform.Terminated.FirstAsync(said => said.LineId == Mobile(1));

        await Eventually.TrueAsync(
            async () => (await platform.SwitchedAsync(MobileNumber(1))).State == "ceased",
            "the switch to cease the line"
        );
        (await EndReasonAsync(1, line: 1)).ShouldBe("Arrears");
        (await EndReasonAsync(1, line: 2)).ShouldBeNull();
        platform.Closed.Heard.ShouldNotContain(said => said.Event.AccountId == Account(1));

        await platform.BillAsync(1, overdueDays: 31, new Charge(SecondLine(1), 10));
        await platform.NextDayAsync();
        await platform.EventuallyAsync(SecondLine(1), "Suspended");
        await platform.NextDayAsync(61);

        var closed = await platform.Closed.FirstAsync(said => said.AccountId == Account(1));
        closed.Event.Reason.ShouldBe("arrears");
        await platform.NextDayAsync();
        platform.Closed.Heard.Count(said => said.Event.AccountId == Account(1)).ShouldBe(1);
        platform.Terminated.Heard.Count(said => said.Event.AccountId == Account(1)).ShouldBe(2);
    }

    [Fact]
    public async Task A_line_for_which_nothing_is_owed_any_more_comes_back_instead_of_ending()
    {
        var bill = await platform.SuspendAsync(2);
        await platform.ExecuteAsync("update bill_lines set settled = amount where bill_id = $1", bill); // nobody says so

        await platform.NextDayAsync(61);

        await platform.Restored.FirstAsync(said => said.LineId == Mobile(2));
        platform.Terminated.Heard.ShouldNotContain(said => said.Event.LineId == Mobile(2));
    }

    [Fact]
    public async Task A_payment_does_not_bring_a_terminated_line_back()
    {
        var bill = await platform.SuspendAsync(3);
        await platform.NextDayAsync(61);
        await platform.EventuallyAsync(Mobile(3), "Terminated");

        await platform.PayAsync(bill, 3);

        (await platform.StatusAsync(Mobile(3))).ShouldBe("Terminated");
        platform.Restored.Heard.ShouldNotContain(said => said.Event.LineId == Mobile(3));
    }

    [Fact]
    public async Task An_account_whose_other_plan_runs_for_some_time_yet_is_not_closed()
    {
        await platform.SuspendAsync(4);
        await platform.ExecuteAsync(
            "update subscriptions set ends_on = $2, end_reason = 'Withdrawal' where line_id = $1",
            SecondLine(4),
            platform.Today.AddDays(300)
        );

        await platform.NextDayAsync(61);
        await platform.Terminated.FirstAsync(said => said.LineId == Mobile(4));

        (await EndReasonAsync(4, line: 1)).ShouldBe("Arrears");
        await Eventually.TrueAsync(
            async () => await platform.Billing.ScalarAsync<long>("select count(*) from outbox") == 0,
            "everything to be said"
        );
        var last = new AccountClosed(Guid.CreateVersion7(), 1, "said last", platform.Now);
        await platform.SayAsync(last);
        await platform.Closed.FirstAsync(said => said.AccountId == last.AccountId);
        platform.Closed.Heard.ShouldNotContain(said => said.Event.AccountId == Account(4));
    }

    private Task<string?> EndReasonAsync(int account, int line) =>
        platform.Billing.ScalarAsync<string>(
            $"select end_reason from subscriptions where line_id = '{SeededOperator.LineId(account, line)}'"
        );
}
