using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Credit.CreditFixture;

namespace Billing.Tests.Features.Credit;

/// <summary>B10: the ladder of dunning.sms_days, each step once.</summary>
public sealed class ReminderTests(CreditFixture platform) : IClassFixture<CreditFixture>
{
    [Fact]
    public async Task B10_each_day_of_the_ladder_is_said_once_while_something_is_open()
    {
        var bill = await platform.BillAsync(1, overdueDays: -4, new Charge(Mobile(1), 40), new(Line: null, 2));

        for (var day = -3; day <= 8; day++)
        {
            await platform.NextDayAsync();
        }

        var said = await SaidAsync(1, count: 4);
        said.Select(reminder => reminder.DaysFromDue).ShouldBe([-3, 0, 1, 7]);
        said.ShouldAllBe(reminder => reminder.BillId == bill && reminder.AmountOpen == 42 && !reminder.IsLast);
    }

    [Fact]
    public async Task Of_days_that_were_slept_over_only_the_latest_is_said()
    {
        await platform.BillAsync(2, overdueDays: -10, new Charge(Mobile(2), 40));
        await platform.BillAsync(2, overdueDays: -12, new Charge(Mobile(2), 30));

        await platform.NextDayAsync(37);
        await platform.NextDayAsync();

        var reminder = (await SaidAsync(2, count: 1)).Single();
        reminder.DaysFromDue.ShouldBe(25);
        reminder.IsLast.ShouldBeTrue();
        reminder.AmountOpen.ShouldBe(70); // the oldest bill's and what else is overdue
    }

    [Fact]
    public async Task A_bill_that_is_paid_or_of_which_only_a_disputed_charge_of_a_third_party_is_open_is_not_reminded_of()
    {
        var paid = await platform.BillAsync(3, overdueDays: -4, new Charge(Mobile(3), 40));
        await platform.PayAsync(paid, 3);
        var disputed = await platform.BillAsync(4, overdueDays: -4, new Charge(Mobile(4), 9, "ThirdParty"));
        await platform.ExecuteAsync("update bill_lines set is_disputed = true where bill_id = $1", disputed);

        await platform.NextDayAsync(5);

        (
            await platform.Billing.ScalarAsync<long>(
                $"select count(*) from arrears_reminders where account_id in ('{Account(3)}', '{Account(4)}')"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task With_two_replicas_and_more_bills_than_a_page_each_is_reminded_once()
    {
        await using var replica = platform.Billing.StartReplica();
        foreach (var n in Enumerable.Range(1, 240))
        {
            await platform.BillAsync(5 + (n % 30), overdueDays: -4, new Charge(Mobile(5 + (n % 30)), 1));
        }

        await platform.NextDayAsync();

        foreach (var n in Enumerable.Range(5, 30))
        {
            (await SaidAsync(n, count: 1)).Single().DaysFromDue.ShouldBe(-3);
        }
    }

    private async Task<List<ArrearsReminderDue>> SaidAsync(int account, int count)
    {
        List<ArrearsReminderDue> Said() =>
            [
                .. platform
                    .Reminders.Heard.Select(said => said.Event)
                    .Where(said => said.AccountId == Account(account))
                    .OrderBy(said => said.DaysFromDue),
            ];
        await Eventually.TrueAsync(() => Task.FromResult(Said().Count >= count), $"{count} reminders");
        return Said();
    }
}
