using System;
using System.Linq;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Usage.UsageFixture;

namespace Billing.Tests.Features.Usage;

/// <summary>B14 and B10: what is said, and that it is said once.</summary>
public sealed class UsageAlertsTests(UsageFixture platform) : IClassFixture<UsageFixture>
{
    [Fact]
    public async Task B14_a_record_that_jumps_over_all_shares_says_all_ascending_with_what_was_used()
    {
        await platform.UploadAsync("alerts", Voice(1, 20, platform.Now), Voice(1, 90, platform.Now.AddMinutes(1)));
        await platform.UploadAsync("alerts", Voice(1, 50, platform.Now));
        await SettledAsync();

        var said = platform.Reached.Heard.Select(heard => heard.Event).Where(e => e.AccountId == Account(1)).ToList();
        said.Select(e => e.Percent).ShouldBe([50, 80, 100]);
        said[0]
            .ShouldBe(
                new UsageThresholdReached(
                    Mobile(1),
                    said[0].Version,
                    Account(1),
                    said[0].LineId,
                    Number(1),
                    "voice",
                    110,
                    100,
                    "min",
                    50,
                    platform.Period,
                    platform.Now.AddMinutes(1)
                )
            );
    }

    [Fact]
    public async Task B14_uploads_that_race_say_each_share_once()
    {
        await using var replica = platform.Billing.StartReplica();
        using var one = platform.Billing.As(Roles.Service);
        using var two = replica.As(Roles.Service);

        await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(i => UploadAsync(i % 2 == 0 ? one : two, "alerts", [Voice(9, 5, platform.Now)]))
        );
        await SettledAsync();

        PercentsOf(9).Order().ShouldBe([50, 80, 100]);
    }

    [Fact]
    public async Task B14_late_usage_of_a_month_that_is_over_reaches_nothing()
    {
        await platform.UploadAsync("alerts", Voice(17, 500, platform.Now.AddMonths(-1)));
        await SettledAsync();

        PercentsOf(17).ShouldBeEmpty();
    }

    [Fact]
    public async Task B10_charges_above_five_times_the_average_of_three_months_are_said_once_a_month()
    {
        // 畅享59元套餐: 200 minutes, then 0.15 yuan each. Usual: (15 + 30 + 45) / 3; the fourth month back is too long ago.
        await platform.UploadAsync(
            "alerts",
            Voice(2, 300, platform.Now.AddMonths(-1)),
            Voice(2, 400, platform.Now.AddMonths(-2)),
            Voice(2, 500, platform.Now.AddMonths(-4)),
            Voice(2, 1_200, platform.Now.AddMonths(-5))
        );

        await platform.UploadAsync("alerts", Voice(2, 1_200, platform.Now)); // 150 yuan: five times, and not more
        await SettledAsync();
        ShocksOf(2).ShouldBeEmpty();

        await platform.UploadAsync("alerts", Voice(2, 1, platform.Now));
        await platform.UploadAsync("alerts", Voice(2, 100, platform.Now));
        await SettledAsync();

        var shock = ShocksOf(2).ShouldHaveSingleItem();
        (shock.AmountSoFar, shock.UsualAmount, shock.Currency).ShouldBe((150.15m, 30m, "CNY"));
        shock.Period.ShouldBe(platform.Period);
    }

    [Fact]
    public async Task B10_without_a_month_to_compare_with_nothing_is_suspected()
    {
        await platform.UploadAsync("alerts", Voice(3, 1_440, platform.Now), Voice(3, 1_440, platform.Now));
        await SettledAsync();

        ShocksOf(3).ShouldBeEmpty();
    }

    [Fact]
    public async Task B10_who_never_paid_for_usage_is_warned_when_it_costs_more_than_the_plans()
    {
        // 畅享99元套餐 with 500 minutes, and 光速 80 or so beside it.
        var fees = await platform.Billing.ScalarAsync<decimal>(
            $"""
            select sum((o.price->>'monthlyFee')::numeric) from subscriptions s
              join offerings o using (catalogue_id, offering_id) where s.account_id = '{Account(5)}'
            """
        );
        await platform.UploadAsync("alerts", Voice(5, 1, platform.Now.AddMonths(-1)));
        var minutes = 500 + (fees / 0.15m);
        await platform.UploadAsync(
            "alerts",
            Voice(5, 1_000, platform.Now),
            Voice(5, Floor(minutes - 1_000), platform.Now)
        );
        await SettledAsync();
        ShocksOf(5).ShouldBeEmpty();

        await platform.UploadAsync("alerts", Voice(5, 1, platform.Now));
        await SettledAsync();

        ShocksOf(5).ShouldHaveSingleItem().UsualAmount.ShouldBe(0);
    }

    [Fact]
    public async Task B10_two_lines_charges_together_make_one_accounts_shock_also_when_they_race()
    {
        await platform.UploadAsync("alerts", Voice(6, 1_100, platform.Now.AddMonths(-1))); // 15 yuan

        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => platform.UploadAsync("alerts", Voice(6, 80, platform.Now)))
        ); // (1600 - 1000) * 0.15 = 90 > 75
        await SettledAsync();

        ShocksOf(6).ShouldHaveSingleItem();
    }

    private static decimal Floor(decimal minutes) => decimal.Floor(minutes * 1_000_000) / 1_000_000;

    private int[] PercentsOf(int n) =>
        [.. platform.Reached.Heard.Where(heard => heard.Event.AccountId == Account(n)).Select(h => h.Event.Percent)];

    private BillShockSuspected[] ShocksOf(int n) =>
        [.. platform.Shocks.Heard.Select(heard => heard.Event).Where(e => e.AccountId == Account(n))];

    /// <summary>Everything noted has left: what is not heard by the marker behind it was never said.</summary>
    private async Task SettledAsync()
    {
        var marker = Guid.CreateVersion7();
        await platform.ExecuteAsync(
            $$"""
            insert into outbox (message_id, event_type, body, aggregate_id, aggregate_version, recorded_at)
            select gen_random_uuid(), t, jsonb_build_object(
                     'SubscriptionId', gen_random_uuid(), 'Version', 1, 'AccountId', '{{marker}}', 'LineId', gen_random_uuid(),
                     'ServiceNumber', '', 'UsageKind', '', 'Used', 1, 'Allowance', 1, 'Unit', '', 'Percent', 1, 'Period', '',
                     'ReachedAt', now(), 'AmountSoFar', 1, 'UsualAmount', 1, 'Currency', 'CNY', 'SuspectedAt', now()
                   ), gen_random_uuid(), 1, now()
              from unnest(array['{{typeof(UsageThresholdReached).FullName}}', '{{typeof(BillShockSuspected).FullName}}']) t
            """
        );
        await platform.Reached.FirstAsync(e => e.AccountId == marker);
        await platform.Shocks.FirstAsync(e => e.AccountId == marker);
    }
}
