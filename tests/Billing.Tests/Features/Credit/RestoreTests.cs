using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Simulators;
using Testing;
using Xunit;
using static Billing.Tests.Features.Credit.CreditFixture;

namespace Billing.Tests.Features.Credit;

/// <summary>B11: who has paid gets his line back within seconds, under a promise that is recorded.</summary>
public sealed class RestoreTests(CreditFixture platform) : IClassFixture<CreditFixture>
{
    [Fact]
    public async Task B11_a_payment_brings_the_line_back_under_a_guarantee()
    {
        var bill = await platform.SuspendAsync(1);

        await platform.PayAsync(bill, 1);
        var said = await platform.Restored.FirstAsync(restored => restored.LineId == Mobile(1));

        (await platform.SwitchedAsync(MobileNumber(1))).State.ShouldBe("open");
        using var customer = platform.Billing.As(Roles.Customer, Account(1));
        var guarantee = (await GuaranteesAsync(customer)).Single();
        guarantee.GetProperty("id").GetGuid().ShouldBe(said.Event.GuaranteeId);
        guarantee.GetProperty("status").GetString().ShouldBe("kept");
        guarantee.GetProperty("isWithinTarget").GetBoolean().ShouldBeTrue();
        guarantee.GetProperty("tookSeconds").GetDecimal().ShouldBeInRange(0, 5);
        var paidAt = guarantee.GetProperty("paidAt").GetDateTimeOffset();
        guarantee.GetProperty("dueAt").GetDateTimeOffset().ShouldBe(paidAt.AddHours(48));
        var line = await platform.GetAsync(customer, $"lines/{Mobile(1)}/standing");
        line.GetProperty("status").GetString().ShouldBe("active");
        line.TryGetProperty("suspendedAt", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_payment_of_a_part_keeps_the_line_barred_until_the_rest_is_paid_also_when_the_desk_says_it_twice()
    {
        var bill = await platform.SuspendAsync(2);

        await platform.PayAsync(bill, 2, part: 0.9m);
        (await platform.StatusAsync(Mobile(2))).ShouldBe("Suspended");
        var rest = await platform.PayAsync(bill, 2);
        await platform.PayAsync(2, 5, rest);

        await platform.Restored.FirstAsync(restored => restored.LineId == Mobile(2));
        (await CountAsync($"restore_guarantees where line_id = '{Mobile(2)}'")).ShouldBe(1);
        platform.Restored.Heard.Count(said => said.Event.LineId == Mobile(2)).ShouldBe(1);
    }

    [Fact]
    public async Task A_compensation_and_a_bill_that_is_taken_back_bring_lines_back_too()
    {
        await platform.SuspendAsync(3);
        var wrong = await platform.SuspendAsync(4);

        await platform.CompensateAsync(3, 50);
        await platform.ReverseAsync(wrong);

        await platform.Restored.FirstAsync(restored => restored.LineId == Mobile(3));
        await platform.Restored.FirstAsync(restored => restored.LineId == Mobile(4));
    }

    [Fact]
    public async Task B11_a_line_on_which_the_switch_hangs_holds_up_nobody_and_its_guarantee_is_missed_once()
    {
        await using var replica = platform.Billing.StartReplica();
        var bills = new Dictionary<int, Guid>();
        foreach (var n in Enumerable.Range(10, 6))
        {
            bills[n] = await platform.BillAsync(n, overdueDays: 30, new Charge(Mobile(n), 50));
        }

        await platform.NextDayAsync();
        foreach (var n in bills.Keys)
        {
            await platform.Suspended.FirstAsync(said => said.LineId == Mobile(n));
        }

        await platform.BehaveAsync(new SwitchBehaviour(HangNumbers: [MobileNumber(10)]));
        foreach (var (n, bill) in bills)
        {
            await platform.PayAsync(bill, n);
        }

        foreach (var n in bills.Keys.Where(n => n != 10))
        {
            await platform.Restored.FirstAsync(said => said.LineId == Mobile(n));
        }

        (await platform.StatusAsync(Mobile(10))).ShouldBe("RestoreOrdered");
        platform.Move(TimeSpan.FromHours(49));
        var missed = await platform.Missed.FirstAsync(said => said.LineId == Mobile(10));
        missed.Event.DueAt.ShouldBe(missed.Event.PaidAt.AddHours(48));
        await platform.BehaveAsync(new SwitchBehaviour());

        await platform.Restored.FirstAsync(said => said.LineId == Mobile(10));
        platform.Missed.Heard.Select(said => said.Event.LineId).ShouldBe([Mobile(10)]);
        using var agent = platform.Billing.As(Roles.Agent);
        var late = await platform.GetAsync(agent, $"restoreGuarantees?lineId={Mobile(10)}");
        late.EnumerateArray().Single().GetProperty("status").GetString().ShouldBe("restoredLate");
    }

    [Fact]
    public async Task An_order_whose_worker_died_in_the_call_is_told_again_when_his_lease_is_over()
    {
        var bill = await platform.SuspendAsync(5);
        await platform.BehaveAsync(new SwitchBehaviour(HangNumbers: [MobileNumber(5)]));
        await platform.PayAsync(bill, 5);
        await platform.EventuallyAsync(Mobile(5), "RestoreOrdered");

        // As a worker leaves it that took the order and was killed before the switch answered.
        await platform.ExecuteAsync(
            """
            update line_orders set attempts = attempts + 7, lane = 'Again', due_at = now() + interval '3 seconds'
             where line_id = $1 and status = 'Waiting'
            """,
            Mobile(5)
        );
        await platform.BehaveAsync(new SwitchBehaviour());

        await platform.Restored.FirstAsync(said => said.LineId == Mobile(5));
        var line = await platform.SwitchedAsync(MobileNumber(5));
        line.State.ShouldBe("open");
        line.Orders.ShouldBe(2); // barred once, opened once
    }

    [Fact]
    public async Task P4_a_customer_sees_his_own_guarantees_only()
    {
        var bill = await platform.SuspendAsync(6);
        await platform.PayAsync(bill, 6);
        await platform.Restored.FirstAsync(said => said.LineId == Mobile(6));
        using var stranger = platform.Billing.As(Roles.Customer, Account(20));
        using var agent = platform.Billing.As(Roles.Agent);

        (await GuaranteesAsync(stranger)).ShouldBeEmpty();
        (await GuaranteesAsync(agent, $"?accountId={Account(6)}")).Count.ShouldBe(1);
    }

    private async Task<List<JsonElement>> GuaranteesAsync(System.Net.Http.HttpClient client, string query = "") =>
        [.. (await platform.GetAsync(client, $"restoreGuarantees{query}")).EnumerateArray()];

    private Task<long> CountAsync(string what) => platform.Billing.ScalarAsync<long>($"select count(*) from {what}");
}
