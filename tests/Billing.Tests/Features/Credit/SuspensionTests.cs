using System;
using System.Linq;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Simulators;
using Testing;
using Xunit;
using static Billing.Tests.Features.Credit.CreditFixture;

namespace Billing.Tests.Features.Credit;

/// <summary>B10: one line is barred for its own arrears, after the time the policy gives.</summary>
public sealed class SuspensionTests(CreditFixture platform) : IClassFixture<CreditFixture>
{
    [Fact]
    public async Task B10_a_line_that_is_suspended_keeps_emergency_calls_and_the_others_of_the_account_work()
    {
        var bill = await platform.BillAsync(
            1,
            overdueDays: 30,
            new Charge(Mobile(1), 50),
            new(Mobile(1), 8.5m, "Usage")
        );
        (await platform.StatusAsync(Mobile(1))).ShouldBeNull();

        await platform.NextDayAsync();
        var said = await platform.Suspended.FirstAsync(suspended => suspended.AccountId == Account(1));

        said.Event.LineId.ShouldBe(Mobile(1));
        said.Event.AmountOpen.ShouldBe(58.5m);
        said.Event.ServiceNumber.ShouldBe(MobileNumber(1));
        said.Event.LineKind.ShouldBe("mobile");
        (await platform.SwitchedAsync(MobileNumber(1))).State.ShouldBe("allButEmergency");
        using var customer = platform.Billing.As(Roles.Customer, Account(1));
        var lines = (await platform.GetAsync(customer, $"accounts/{Account(1)}/standings")).EnumerateArray().ToList();
        lines.Count.ShouldBe(2);
        var barred = lines.Single(line => line.GetProperty("id").GetGuid() == Mobile(1));
        barred.GetProperty("status").GetString().ShouldBe("suspended");
        barred.GetProperty("barred").GetString().ShouldBe("allButEmergency");
        barred.GetProperty("amountOpen").GetDecimal().ShouldBe(58.5m);
        var other = await platform.GetAsync(customer, $"lines/{SecondLine(1)}/standing");
        other.GetProperty("status").GetString().ShouldBe("active");
        other.GetProperty("amountOpen").GetDecimal().ShouldBe(0);
        await platform.PayAsync(bill, 1);
        await platform.Restored.FirstAsync(back => back.LineId == Mobile(1)); // its order is not the next test's
    }

    [Fact]
    public async Task A_line_is_not_touched_on_the_last_day_that_the_policy_gives()
    {
        await platform.BillAsync(2, overdueDays: 29, new Charge(Mobile(2), 50));

        await platform.NextDayAsync();
        (await platform.StatusAsync(Mobile(2))).ShouldBeNull();
        await platform.NextDayAsync();

        await platform.EventuallyAsync(Mobile(2), "Suspended");
    }

    [Fact]
    public async Task B10_a_third_partys_disputed_charge_bars_no_line_but_an_own_disputed_one_does()
    {
        await platform.BillAsync(3, overdueDays: 30, new Charge(Mobile(3), 20, "ThirdParty"), new(SecondLine(3), 20));
        await platform.ExecuteAsync(
            "update bill_lines l set is_disputed = true from bills b where b.id = l.bill_id and b.account_id = $1",
            Account(3)
        );

        await platform.NextDayAsync();

        await platform.EventuallyAsync(SecondLine(3), "Suspended");
        (await platform.StatusAsync(Mobile(3))).ShouldBeNull();
    }

    [Fact]
    public async Task Charges_of_the_account_as_such_and_bills_that_were_taken_back_bar_no_line()
    {
        await platform.BillAsync(4, overdueDays: 30, new Charge(Line: null, 20));
        var wrong = await platform.BillAsync(4, overdueDays: 30, new Charge(Mobile(4), 20));
        await platform.ExecuteAsync("update bills set reversed_at = now() where id = $1", wrong);

        await platform.NextDayAsync();

        (
            await platform.Billing.ScalarAsync<long>(
                $"select count(*) from line_standings where account_id = '{Account(4)}'"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_told_again_and_carried_out_once()
    {
        await platform.BehaveAsync(new SwitchBehaviour(LoseAnswers: 1));

        await platform.SuspendAsync(5);

        (await platform.SwitchedAsync(MobileNumber(5))).Orders.ShouldBe(1);
        (
            await platform.Billing.ScalarAsync<int>(
                $"select attempts from line_orders where line_id = '{Mobile(5)}' and status = 'Confirmed'"
            )
        ).ShouldBe(2);
    }

    [Fact]
    public async Task A_switch_that_refuses_is_asked_again_and_the_line_is_suspended_only_on_its_word()
    {
        await platform.BehaveAsync(new SwitchBehaviour(HangNumbers: [MobileNumber(6)]));
        await platform.BillAsync(6, overdueDays: 30, new Charge(Mobile(6), 50));
        await platform.NextDayAsync();
        await Eventually.TrueAsync(
            async () =>
                await platform.Billing.ScalarAsync<string>(
                    $"select last_error from line_orders where line_id = '{Mobile(6)}'"
                )
                    is not null,
            "a try in vain"
        );
        (await platform.StatusAsync(Mobile(6))).ShouldBe("SuspensionOrdered");
        platform.Suspended.Heard.ShouldNotContain(said => said.Event.LineId == Mobile(6));

        await platform.BehaveAsync(new SwitchBehaviour(Failures: 1));

        await platform.Suspended.FirstAsync(said => said.LineId == Mobile(6));
        (await platform.StatusAsync(Mobile(6))).ShouldBe("Suspended");
    }

    [Fact]
    public async Task B10_who_pays_before_the_switch_has_answered_stays_or_comes_back_without_a_word()
    {
        await platform.BehaveAsync(new SwitchBehaviour(HangNumbers: [MobileNumber(7)]));
        var bill = await platform.BillAsync(7, overdueDays: 30, new Charge(Mobile(7), 50));
        await platform.NextDayAsync();
        await platform.EventuallyAsync(Mobile(7), "SuspensionOrdered");
        await Eventually.TrueAsync(
            async () =>
                await platform.Billing.ScalarAsync<int>(
                    $"select attempts from line_orders where line_id = '{Mobile(7)}'"
                ) > 0,
            "the order on its way"
        );

        await platform.PayAsync(bill, 7);
        await platform.EventuallyAsync(Mobile(7), "Active");
        await platform.BehaveAsync(new SwitchBehaviour());

        await Eventually.TrueAsync(
            async () =>
                await platform.Billing.ScalarAsync<long>(
                    $"select count(*) from line_orders where line_id = '{Mobile(7)}' and status = 'Confirmed' and state = 'Open'"
                ) == 1,
            "the switch to be told to open"
        );
        (await platform.SwitchedAsync(MobileNumber(7))).State.ShouldBe("open");
        platform.Suspended.Heard.ShouldNotContain(said => said.Event.LineId == Mobile(7));
        platform.Restored.Heard.ShouldNotContain(said => said.Event.LineId == Mobile(7));
        (await platform.StatusAsync(Mobile(7))).ShouldBe("Active");
    }

    [Fact]
    public async Task With_two_replicas_each_line_is_suspended_once()
    {
        await using var replica = platform.Billing.StartReplica();
        foreach (var n in Enumerable.Range(21, 20))
        {
            await platform.BillAsync(n, overdueDays: 30, new Charge(Mobile(n), 50));
        }

        await platform.NextDayAsync();

        foreach (var n in Enumerable.Range(21, 20))
        {
            await platform.Suspended.FirstAsync(said => said.LineId == Mobile(n));
            (await platform.SwitchedAsync(MobileNumber(n))).Orders.ShouldBe(1);
        }

        platform.Suspended.Heard.Select(said => said.Event.LineId).ShouldBeUnique();
    }

    [Fact]
    public async Task P4_a_strangers_line_does_not_exist_for_a_customer()
    {
        using var customer = platform.Billing.As(Roles.Customer, Account(1));

        foreach (
            var path in new[] { $"lines/{Mobile(2)}/standing", $"accounts/{Account(2)}/standings", "lines/x/standing" }
        )
        {
            using var answer = await customer.GetAsync(
                new Uri($"/api/billing/v1/{path}", UriKind.Relative),
                TestContext.Current.CancellationToken
            );
            answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound, path);
        }
    }
}
