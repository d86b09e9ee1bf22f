using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
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

        platform.MoveBusinessTime(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        var late = await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是");

        var said = (await lapsed.FirstAsync(it => it.SubscriptionId == prompt.Id)).Event;
        (said.Reason, said.ServiceNumber).ShouldBe(("expired", prompt.Who.Number));
        (await shop.OutcomeAsync(late)).ShouldBe("Late");
        (await shop.StatusOf(prompt.Id)).ShouldBe("Cancelled");
        (await platform.Vas.ScalarAsync<long>("select count(*) from consent_records")).ShouldBe(0);
        lapsed.Heard.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_monthly_service_is_announced_5_days_before_it_renews_once_and_charged_once_a_month()
    {
        await using var platform = await Started();
        await using var renewing = await EventTap<SubscriptionRenewing>.OpenAsync(platform.Messaging);
        await using var replica = platform.Vas.StartReplica();
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        using var first = await shop.ChargeAsync("m-1", prompt);
        first.EnsureSuccessStatusCode();
        var next = DateOnly.Parse(
            (
                await platform.Vas.ScalarAsync<string>(
                    $"select renews_on::text from vas_subscriptions where id = '{prompt.Id}'"
                )
            )!,
            CultureInfo.InvariantCulture
        );

        MoveTo(platform, next.AddDays(-5));
        var told = (await renewing.FirstAsync(it => it.RenewsOn == next)).Event;
        (told.SubscriptionId, told.Fee).ShouldBe((prompt.Id, 8.00m));
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
        renewing.Heard.Count(it => it.Event.RenewsOn == next).ShouldBe(1);
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
