using System;
using System.Linq;
using System.Threading.Tasks;
using Rules;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;

namespace Vas.Tests.Features.Subscriptions;

/// <summary>V3, V5: what happens by date alone, over two replicas; each test moves business time by itself.</summary>
public sealed class BusinessDateTests
{
    [Fact]
    public async Task A_prompt_that_nobody_answers_lapses_and_a_late_yes_is_nothing()
    {
        await using var platform = await Started();
        await using var lapsed = await EventTap<SubscriptionLapsed>.OpenAsync(platform.Messaging);
        await using var replica = platform.Vas.StartReplica();
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.PromptedAsync(platform.Billing.Open());

        platform.MoveBusinessTime(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        var late = await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是");

        var said = (await lapsed.FirstAsync(it => it.SubscriptionId == prompt.Id)).Event;
        (said.Reason, said.ServiceNumber).ShouldBe(("expired", prompt.Who.Number));
        (await shop.OutcomeAsync(late)).ShouldBe("Late");
        (await shop.StatusOf(prompt.Id)).ShouldBe("Cancelled");
        (await platform.Vas.ScalarAsync<long>("select count(*) from consent_records")).ShouldBe(0);
        lapsed.Heard.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_yes_that_was_in_time_counts_also_when_it_is_read_after_the_window()
    {
        await using var platform = await Started();
        await using var lapsed = await EventTap<SubscriptionLapsed>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        var before = await shop.PromptedAsync(platform.Billing.Open());
        platform.MoveBusinessTime(TimeSpan.FromMinutes(9));
        var prompt = await shop.PromptedAsync(platform.Billing.Open());
        var inTime = platform.Now + TimeSpan.FromHours(23);

        platform.MoveBusinessTime(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
        await lapsed.FirstAsync(it => it.SubscriptionId == before.Id); // what is due to lapse has lapsed
        var (late, timely) = (
            await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是"),
            await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是", receivedAt: inTime)
        );

        (await shop.OutcomeAsync(timely), await shop.OutcomeAsync(late)).ShouldBe(("Confirmed", "Late"));
        await shop.StatusAsync(prompt.Id, "Active");
    }

    [Fact]
    public async Task A_monthly_service_is_announced_5_days_before_it_renews_once_and_charged_once_a_month()
    {
        await using var platform = await Started();
        await using var renewing = await EventTap<SubscriptionRenewing>.OpenAsync(platform.Messaging);
        await using var replica = platform.Vas.StartReplica();
        MoveTo(platform, FirstOfNextMonth(platform).AddDays(9));
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        using var first = await shop.ChargeAsync("m-1", prompt);
        first.EnsureSuccessStatusCode();
        var next = FirstOfNextMonth(platform);

        MoveTo(platform, next.AddDays(-5));
        var told = (await renewing.FirstAsync(it => it.SubscriptionId == prompt.Id)).Event;
        (told.RenewsOn, told.Fee).ShouldBe((next, 8.00m));
        MoveTo(platform, next);
        await Eventually.TrueAsync(
            async () =>
                await platform.Vas.ScalarAsync<long>(
                    $"select count(*) from vas_subscriptions where renews_on > '{next:yyyy-MM-dd}'"
                ) == 1,
            "the next month"
        );

        using var second = await shop.ChargeAsync("m-2", prompt);
        second.EnsureSuccessStatusCode();
        using var third = await shop.ChargeAsync("m-3", prompt);
        (await Shop.CodeOf(third)).ShouldBe("charge.period-charged");
        renewing.Heard.Count(it => it.Event.SubscriptionId == prompt.Id).ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_told_late_that_it_renews_has_his_5_days_all_the_same_before_he_pays()
    {
        await using var platform = await Started();
        await using var renewing = await EventTap<SubscriptionRenewing>.OpenAsync(platform.Messaging);
        MoveTo(platform, FirstOfNextMonth(platform).AddDays(9));
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());

        MoveTo(platform, FirstOfNextMonth(platform).AddDays(2)); // nothing ran at the month's end
        using var untold = await shop.ChargeAsync("m-1", prompt);
        var told = (await renewing.FirstAsync(it => it.SubscriptionId == prompt.Id)).Event;
        using var early = await shop.ChargeAsync("m-2", prompt);
        MoveTo(platform, told.RenewsOn);
        using var charged = await shop.ChargeAsync("m-3", prompt);

        (await Shop.CodeOf(untold), await Shop.CodeOf(early)).ShouldBe(
            ("charge.renewal-not-told", "charge.renewal-not-told")
        );
        told.RenewsOn.Day.ShouldBe(8);
        charged.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task What_nobody_uses_for_4_months_ends_by_itself()
    {
        await using var platform = await Started();
        await using var ended = await EventTap<SubscriptionEnded>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());

        platform.MoveBusinessTime(TimeSpan.FromDays(124));

        (await ended.FirstAsync(it => it.SubscriptionId == prompt.Id)).Event.Reason.ShouldBe("inactivity");
        using var charge = await shop.ChargeAsync("c-1", prompt);
        (await Shop.CodeOf(charge)).ShouldBe("charge.after-stop");
    }

    private static async Task<VasFixture> Started()
    {
        var platform = new VasFixture();
        await platform.InitializeAsync();
        return platform;
    }

    private static DateOnly FirstOfNextMonth(VasFixture platform)
    {
        var today = platform.Now.DateIn(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        return new DateOnly(today.Year, today.Month, 1).AddMonths(1);
    }

    /// <summary>Noon in Shanghai on that date, if it is not past yet.</summary>
    private static void MoveTo(VasFixture platform, DateOnly date)
    {
        var noon = new DateTimeOffset(date.ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero);
        if (noon > platform.Now)
        {
            platform.MoveBusinessTime(noon - platform.Now);
        }
    }
}
