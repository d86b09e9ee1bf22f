using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;

namespace Vas.Tests.Features.Subscriptions;

/// <summary>V4: one query and one stop for all, over every channel.</summary>
public sealed class StopTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task A_customer_an_agent_and_a_patch_stop_a_service_each_with_its_reason()
    {
        await using var ended = await EventTap<SubscriptionEnded>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        var (one, two, three) = (
            await shop.SubscribedAsync(platform.Billing.Open()),
            await shop.SubscribedAsync(platform.Billing.Open()),
            await shop.SubscribedAsync(platform.Billing.Open())
        );
        using var agent = platform.Vas.As(Roles.Agent);

        using var byCustomer = await EndAsync(platform.Vas.As(Roles.Customer, one.Who.Account), one);
        using var byAgent = await EndAsync(agent, two);
        using var byPatch = await agent.PatchAsJsonAsync($"{Product}/{three.Id}", new { status = "terminated" }, Ct);

        byPatch.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReasonOf(ended, one), await ReasonOf(ended, two), await ReasonOf(ended, three)).ShouldBe(
            ("customer", "agent", "agent")
        );
        using var again = await EndAsync(agent, two);
        (await Shop.CodeOf(again)).ShouldBe("subscription.illegal-move");
    }

    [Fact]
    public async Task P4_another_customers_subscription_is_not_found()
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        using var stranger = platform.Vas.As(Roles.Customer, Guid.CreateVersion7());

        using var ended = await EndAsync(stranger, prompt);
        using var seen = await stranger.GetAsync(new Uri($"{Shop.Root}/{prompt.Id}", UriKind.Relative), Ct);
        using var product = await stranger.GetAsync(new Uri($"{Product}/{prompt.Id}", UriKind.Relative), Ct);

        (ended.StatusCode, seen.StatusCode, product.StatusCode).ShouldBe(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound)
        );
        (await shop.StatusOf(prompt.Id)).ShouldBe("Active");
        (await stranger.GetFromJsonAsync<JsonElement[]>(Shop.Root, Ct))!.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_is_complete_and_current_for_the_customer_and_for_staff()
    {
        var (shop, who, second) = (await Shop.OpenAsync(platform), platform.Billing.Open(), Guid.CreateVersion7());
        await shop.AddServiceAsync(second, "笑话", "Jokes");
        await shop.SubscribedAsync(who);
        var stopped = await shop.SubscribedAsync(who, second);
        using var customer = platform.Vas.As(Roles.Customer, who.Account);
        using var ended = await EndAsync(customer, stopped);
        using var staff = platform.Vas.As(Roles.Agent);

        var own = await customer.GetFromJsonAsync<JsonElement[]>(Shop.Root, Ct);
        var active = await staff.GetFromJsonAsync<JsonElement[]>(
            $"{Shop.Root}?accountId={who.Account}&status=active",
            Ct
        );

        own!
            .Select(it => (it.GetProperty("serviceNameEn").GetString(), it.GetProperty("status").GetString()))
            .ShouldBe([("Jokes", "terminated"), ("Morning Weather", "active")]);
        active!.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("0000", "", "0000")]
    [InlineData("00000", "你好", "00000")]
    [InlineData("10086", " 0000", "0000")]
    public async Task A_text_to_the_unified_number_is_answered_with_everything_and_how_to_stop_it(
        string to,
        string text,
        string from
    )
    {
        await using var answered = await EventTap<InquiryAnswered>.OpenAsync(platform.Messaging);
        var (shop, who, second) = (await Shop.OpenAsync(platform), platform.Billing.Open(), Guid.CreateVersion7());
        await shop.AddServiceAsync(second, "笑话", "Jokes", "Once", 2);
        await shop.SubscribedAsync(who);
        await shop.SubscribedAsync(who, second);

        await shop.TextAsync(who.Number, to, text);

        var said = (await answered.FirstAsync(it => it.ServiceNumber == who.Number)).Event;
        (said.AccountId, said.ReplyNumber).ShouldBe((who.Account, from));
        said.TextZh.ShouldBe(
            "您订购的增值业务：1. 天气早报（河南风云）8.00元/月；2. 笑话（河南风云）2.00元/次。回复 TD 加编号退订，回复 TD 0 退订全部。"
        );
        said.TextEn.ShouldBe(
            "Your value-added services: 1. Morning Weather (Henan Clouds) 8.00 CNY a month; 2. Jokes (Henan Clouds) 2.00 CNY once. Reply TD and a number to stop one, TD 0 to stop all."
        );
    }

    [Fact]
    public async Task What_is_free_for_now_is_listed_so_with_its_end()
    {
        await using var answered = await EventTap<InquiryAnswered>.OpenAsync(platform.Messaging);
        var (shop, who) = (await Shop.OpenAsync(platform, trialDays: 7), platform.Billing.Open());
        await shop.SubscribedAsync(who);

        await shop.TextAsync(who.Number, "0000", "");

        var said = (await answered.FirstAsync(it => it.ServiceNumber == who.Number)).Event;
        said.TextZh.ShouldMatch("^您订购的增值业务：1\\. 天气早报（河南风云）免费试用，[0-9]+月[0-9]+日自动终止。");
        said.TextEn.ShouldContain("(Henan Clouds) free, ends by itself on ");
    }

    /// <summary>As a phone does it: the reply goes where the list came from, whatever number the question went to.</summary>
    [Fact]
    public async Task A_reply_to_the_list_stops()
    {
        await using var answered = await EventTap<InquiryAnswered>.OpenAsync(platform.Messaging);
        await using var ended = await EventTap<SubscriptionEnded>.OpenAsync(platform.Messaging);
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());
        var prompt = await shop.SubscribedAsync(who);
        var asked = await shop.TextAsync(who.Number, "10086", "0000");
        var list = (await answered.FirstAsync(it => it.InquiryId == asked)).Event;

        await shop.TextAsync(who.Number, list.ReplyNumber!, "TD 1");

        (await ReasonOf(ended, prompt)).ShouldBe("keyword");
    }

    [Theory]
    [InlineData("TD 00")]
    [InlineData("00")]
    [InlineData("0000")]
    public async Task Zeros_that_are_not_the_one_zero_ask_for_the_list_and_stop_nothing(string text)
    {
        await using var answered = await EventTap<InquiryAnswered>.OpenAsync(platform.Messaging);
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());
        var prompt = await shop.SubscribedAsync(who);

        var message = await shop.TextAsync(who.Number, "0000", text);

        var said = (await answered.FirstAsync(it => it.InquiryId == message)).Event;
        said.TextEn.ShouldStartWith("Your value-added services: 1. Morning Weather");
        (await shop.StatusOf(prompt.Id)).ShouldBe("Active");
    }

    [Fact]
    public async Task A_line_that_never_had_anything_is_told_so_and_a_number_that_is_nobodys_is_not()
    {
        await using var answered = await EventTap<InquiryAnswered>.OpenAsync(platform.Messaging);
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());

        var strange = await shop.TextAsync("13999999998", "0000", "");
        var own = await shop.TextAsync(who.Number, "0000", "");

        var said = (await answered.FirstAsync(it => it.InquiryId == own)).Event;
        (said.AccountId, said.ServiceNumber, said.TextZh, said.TextEn).ShouldBe(
            (who.Account, who.Number, "您当前没有订购增值业务。", "You have no value-added services.")
        );
        await Eventually.TrueAsync(
            () =>
                platform.Vas.ScalarAsync<bool>($"select exists (select from inquiries where message_id = '{strange}')"),
            "the strange one's record"
        );
        answered.Heard.ShouldNotContain(it => it.Event.InquiryId == strange);
    }

    [Fact]
    public async Task An_inquiry_is_answered_once_Billing_is_back()
    {
        await using var answered = await EventTap<InquiryAnswered>.OpenAsync(platform.Messaging);
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());
        platform.Billing.IsAway = true;
        Guid message;
        try
        {
            message = await shop.TextAsync(who.Number, "0000", "");
            await Eventually.TrueAsync(() => Task.FromResult(platform.Billing.Refused > 0), "an attempt in vain");
        }
        finally
        {
            platform.Billing.IsAway = false;
        }

        (await answered.FirstAsync(it => it.InquiryId == message)).Event.AccountId.ShouldBe(who.Account);
    }

    [Fact]
    public async Task A_number_stops_what_the_last_list_called_so_and_zero_stops_all()
    {
        await using var ended = await EventTap<SubscriptionEnded>.OpenAsync(platform.Messaging);
        await using var answered = await EventTap<InquiryAnswered>.OpenAsync(platform.Messaging);
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());
        var prompts = new[]
        {
            await shop.SubscribedAsync(who),
            await MoreAsync(shop, who, "笑话", "Jokes"),
            await MoreAsync(shop, who, "新闻", "News"),
        };
        var list = await shop.TextAsync(who.Number, "0000", "");
        await answered.FirstAsync(it => it.InquiryId == list);
        using var first = await EndAsync(platform.Vas.As(Roles.Agent), prompts[0]); // the list is older than this

        var second = await shop.TextAsync(who.Number, "0000", "TD 2");
        var said = (await answered.FirstAsync(it => it.InquiryId == second)).Event;
        (await ReasonOf(ended, prompts[1])).ShouldBe("keyword");
        (await shop.StatusOf(prompts[2].Id)).ShouldBe("Active");
        said.TextEn.ShouldStartWith("Stopped, no more charges: Jokes. Your value-added services: 1. News");

        var all = await shop.TextAsync(who.Number, "0000", "退订 0");
        (await answered.FirstAsync(it => it.InquiryId == all)).Event.TextEn.ShouldBe(
            "Stopped, no more charges: News. You have no value-added services."
        );
        (await ReasonOf(ended, prompts[2])).ShouldBe("keyword");
    }

    [Fact]
    public async Task With_a_line_or_an_account_its_services_end_and_its_prompts_lapse()
    {
        await using var ended = await EventTap<SubscriptionEnded>.OpenAsync(platform.Messaging);
        await using var lapsed = await EventTap<SubscriptionLapsed>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        var (one, two) = (
            await shop.SubscribedAsync(platform.Billing.Open()),
            await shop.PromptedAsync(platform.Billing.Open())
        );

        await platform.Neighbours.SayAsync(
            new LineTerminated(one.Who.Line, 3, one.Who.Account, one.Who.Number, "mobile", platform.Now)
        );
        await platform.Neighbours.SayAsync(new AccountClosed(two.Who.Account, 5, "withdrawal", platform.Now));

        (await ReasonOf(ended, one)).ShouldBe("lineTerminated");
        await lapsed.FirstAsync(it => it.SubscriptionId == two.Id);
        (await shop.StatusOf(two.Id)).ShouldBe("Cancelled");
    }

    [Fact]
    public async Task With_a_provider_that_has_to_leave_its_services_end_and_no_others()
    {
        await using var ended = await EventTap<SubscriptionEnded>.OpenAsync(platform.Messaging);
        var (shop, other) = (await Shop.OpenAsync(platform), await Shop.OpenAsync(platform));
        var (gone, stays) = (
            await shop.SubscribedAsync(platform.Billing.Open()),
            await other.SubscribedAsync(platform.Billing.Open())
        );

        await shop.ExitAsync();

        (await ReasonOf(ended, gone)).ShouldBe("providerExit");
        (await other.StatusOf(stays.Id)).ShouldBe("Active");
    }

    [Fact]
    public async Task A_row_that_somebody_holds_keeps_no_exit_from_taking_effect()
    {
        var shop = await Shop.OpenAsync(platform);
        var busy = await shop.SubscribedAsync(platform.Billing.Open());
        await shop.TakeOverAsync(450); // three portions
        await using var charging = await platform.Vas.Database.OpenConnectionAsync(Ct);
        await using var holding = await charging.BeginTransactionAsync(Ct);
        await using var hold = charging.CreateCommand();
        hold.CommandText = $"select from vas_subscriptions where id = '{busy.Id}' for no key update";
        await hold.ExecuteNonQueryAsync(Ct);

        await shop.ExitAsync();

        await LeftAsync(shop, 1);
        await holding.RollbackAsync(Ct);
        await LeftAsync(shop, 0);
    }

    private Task LeftAsync(Shop shop, int count) =>
        Eventually.TrueAsync(
            async () =>
                await platform.Vas.ScalarAsync<long>(
                    $"select count(*) from vas_subscriptions where provider_id = '{shop.Provider}' and status = 'Active'"
                ) == count,
            $"{count} subscriptions that run"
        );

    private const string Product = "/tmf-api/productInventory/v4/product";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<HttpResponseMessage> EndAsync(HttpClient by, Prompt prompt) =>
        by.PostAsync(new Uri($"{Shop.Root}/{prompt.Id}/end", UriKind.Relative), content: null, Ct);

    private static async Task<Prompt> MoreAsync(Shop shop, Subscriber who, string zh, string en)
    {
        var id = Guid.CreateVersion7();
        await shop.AddServiceAsync(id, zh, en);
        return await shop.SubscribedAsync(who, id);
    }

    private static async Task<string> ReasonOf(EventTap<SubscriptionEnded> ended, Prompt prompt) =>
        (await ended.FirstAsync(it => it.SubscriptionId == prompt.Id)).Event.Reason;
}
