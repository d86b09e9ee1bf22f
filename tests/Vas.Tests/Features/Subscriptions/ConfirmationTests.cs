using System;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;

namespace Vas.Tests.Features.Subscriptions;

/// <summary>V3: asked back, and subscribed by the exact yes alone.</summary>
public sealed class ConfirmationTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task A_request_sends_a_prompt_with_all_it_must_state_and_subscribes_nothing()
    {
        await using var requested = await EventTap<SubscriptionRequested>.OpenAsync(platform.Messaging);
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());

        using var answer = await shop.AskAsync(who);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        body.GetProperty("status").GetString().ShouldBe("pendingActive");
        var said = (await requested.FirstAsync(it => it.AccountId == who.Account)).Event;
        said.SubscriptionId.ShouldBe(body.GetProperty("id").GetGuid());
        (said.LineId, said.ServiceNumber, said.ServiceId).ShouldBe((who.Line, who.Number, shop.Service));
        (said.ServiceNameZh, said.ProviderNameEn, said.Fee, said.Currency, said.Period).ShouldBe(
            ("天气早报", "Henan Clouds", 8.00m, "CNY", "month")
        );
        said.ReplyNumber.ShouldMatch("^1069[0-9]{4}$");
        (said.ExpiresAt - said.RequestedAt).ShouldBe(TimeSpan.FromHours(24));
    }

    [Theory]
    [InlineData("是")]
    [InlineData(" 是 ")]
    [InlineData("\t是\n")]
    [InlineData("　是")] // an ideographic blank is one, too
    public async Task The_exact_yes_subscribes_with_a_consent_in_the_chain(string yes)
    {
        await using var confirmed = await EventTap<SubscriptionConfirmed>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        var first = await shop.SubscribedAsync(platform.Billing.Open());
        var prompt = await shop.PromptedAsync(platform.Billing.Open());

        var message = await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, yes);

        var said = (await confirmed.FirstAsync(it => it.SubscriptionId == prompt.Id)).Event;
        (said.AccountId, said.Fee, said.ConsentSequence).ShouldBe((prompt.Who.Account, 8.00m, 2));
        (await shop.OutcomeAsync(message)).ShouldBe("Confirmed");
        (await shop.StatusOf(first.Id)).ShouldBe("Active");
        (
            await platform.Vas.ScalarAsync<string>(
                $"select canonical from consent_records where subscription_id = '{prompt.Id}'"
            )
        )!.ShouldNotContain(prompt.Who.Number);
    }

    [Theory]
    [InlineData("是的")]
    [InlineData("是。")]
    [InlineData("是是")]
    [InlineData("yes")]
    [InlineData("")]
    public async Task Anything_else_is_kept_and_subscribes_nothing(string text)
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.PromptedAsync(platform.Billing.Open());

        var message = await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, text);

        (await shop.OutcomeAsync(message)).ShouldBe("NotAccepted");
        (await shop.StatusOf(prompt.Id)).ShouldBe("PendingActive");
        (await ConsentsOf(shop)).ShouldBe(0);
    }

    [Fact]
    public async Task A_yes_from_another_number_or_to_another_number_subscribes_nothing()
    {
        var shop = await Shop.OpenAsync(platform);
        var (one, other) = (
            await shop.PromptedAsync(platform.Billing.Open()),
            await shop.PromptedAsync(platform.Billing.Open())
        );

        var fromAnother = await shop.TextAsync("13999999999", one.ReplyNumber, "是");
        var toAnother = await shop.TextAsync(one.Who.Number, Other(one.ReplyNumber), "是");

        (await shop.OutcomeAsync(fromAnother)).ShouldBe("NothingOpen");
        (await shop.OutcomeAsync(toAnother)).ShouldBe("NothingOpen");
        (await shop.StatusOf(one.Id), await shop.StatusOf(other.Id)).ShouldBe(("PendingActive", "PendingActive"));
        (await ConsentsOf(shop)).ShouldBe(0);
    }

    [Fact]
    public async Task A_bare_yes_answers_exactly_one_of_two_prompts_of_a_line()
    {
        var (shop, who, second) = (await Shop.OpenAsync(platform), platform.Billing.Open(), Guid.CreateVersion7());
        await shop.AddServiceAsync(second, "笑话", "Jokes");
        var (one, other) = (await shop.PromptedAsync(who), await shop.PromptedAsync(who, second));

        one.ReplyNumber.ShouldNotBe(other.ReplyNumber);
        await shop.TextAsync(who.Number, other.ReplyNumber, "是");

        await shop.StatusAsync(other.Id, "Active");
        (await shop.StatusOf(one.Id)).ShouldBe("PendingActive");
    }

    [Fact]
    public async Task A_sale_that_comes_while_a_suspension_commits_waits_for_it_and_is_refused()
    {
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());
        var prompt = await shop.PromptedAsync(platform.Billing.Open());
        await using var sanction = await platform.Vas.Database.OpenConnectionAsync(Ct);
        await using var suspending = await sanction.BeginTransactionAsync(Ct);
        await using var suspend = sanction.CreateCommand();
        suspend.CommandText =
            $"update providers set status = 'SalesSuspended', sales_suspended = true where id = '{shop.Provider}'";
        await suspend.ExecuteNonQueryAsync(Ct);

        var asking = shop.AskAsync(who);
        await platform.SomebodyWaitsAsync();
        var yes = await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是");
        await Eventually.TrueAsync(
            async () =>
                await platform.Vas.ScalarAsync<long>(
                    """
                    select count(*) from pg_stat_activity
                     where datname = current_database() and wait_event_type = 'Lock'
                    """
                ) == 2,
            "a request and an answer that wait"
        );
        await suspending.CommitAsync(Ct);

        using var refused = await asking;
        (await Shop.CodeOf(refused)).ShouldBe("provider.sales-suspended");
        (await shop.OutcomeAsync(yes)).ShouldBe("NotOffered");
        (await ConsentsOf(shop)).ShouldBe(0);
    }

    [Fact]
    public async Task A_replayed_yes_and_a_second_one_are_nothing()
    {
        await using var confirmed = await EventTap<SubscriptionConfirmed>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.PromptedAsync(platform.Billing.Open());
        var message = await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是");
        await shop.StatusAsync(prompt.Id, "Active");
        using var stopped = await platform
            .Vas.As(Roles.Customer, prompt.Who.Account)
            .PostAsync(new Uri($"{Shop.Root}/{prompt.Id}/end", UriKind.Relative), content: null, Ct);
        stopped.StatusCode.ShouldBe(HttpStatusCode.OK);

        await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是", message);
        var again = await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是");

        (await shop.OutcomeAsync(again)).ShouldBe("NothingOpen");
        (await shop.StatusOf(prompt.Id)).ShouldBe("Terminated");
        (await ConsentsOf(shop)).ShouldBe(1);
        confirmed.Heard.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_yes_that_was_sent_before_anybody_asked_is_nothing()
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.PromptedAsync(platform.Billing.Open());

        var early = await shop.TextAsync(
            prompt.Who.Number,
            prompt.ReplyNumber,
            "是",
            receivedAt: platform.Now.AddMinutes(-5)
        );

        (await shop.OutcomeAsync(early)).ShouldBe("NothingOpen");
    }

    [Theory]
    [InlineData("update vas_services set status = 'Withdrawn' where id = '{service}'", "service.not-live")]
    [InlineData(
        "update providers set status = 'Applied', sales_suspended = true where id = '{provider}'",
        "provider.not-active"
    )]
    [InlineData("update providers set sales_suspended = true where id = '{provider}'", "provider.sales-suspended")]
    public async Task What_is_not_sold_is_refused_and_a_yes_to_it_is_nothing(string sql, string code)
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.PromptedAsync(platform.Billing.Open());
        await shop.SqlAsync(sql.Replace("{service}", $"{shop.Service}").Replace("{provider}", $"{shop.Provider}"));

        using var refused = await shop.AskAsync(platform.Billing.Open());
        var message = await shop.TextAsync(prompt.Who.Number, prompt.ReplyNumber, "是");

        (await Shop.CodeOf(refused)).ShouldBe(code);
        (await shop.OutcomeAsync(message)).ShouldBe("NotOffered");
        (await shop.StatusOf(prompt.Id)).ShouldBe("PendingActive");
    }

    [Fact]
    public async Task What_a_line_has_or_waits_for_is_not_asked_for_again()
    {
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());
        var prompt = await shop.PromptedAsync(who);

        using var pending = await shop.AskAsync(who);
        await shop.TextAsync(who.Number, prompt.ReplyNumber, "是");
        await shop.StatusAsync(prompt.Id, "Active");
        using var active = await shop.AskAsync(who);

        (await Shop.CodeOf(pending)).ShouldBe("subscription.already-pending");
        (await Shop.CodeOf(active)).ShouldBe("subscription.already-active");
    }

    [Fact]
    public async Task Without_Billing_nobody_is_asked()
    {
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());
        platform.Billing.IsAway = true;
        try
        {
            using var answer = await shop.AskAsync(who);

            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (
                await platform.Vas.ScalarAsync<long>(
                    $"select count(*) from vas_subscriptions where line_id = '{who.Line}'"
                )
            ).ShouldBe(0);
        }
        finally
        {
            platform.Billing.IsAway = false;
        }
    }

    [Fact]
    public async Task A_line_that_is_not_the_accounts_or_reads_no_messages_is_refused()
    {
        var (shop, who, stranger) = (await Shop.OpenAsync(platform), platform.Billing.Open(), platform.Billing.Open());
        using var customer = platform.Vas.As(Roles.Customer, who.Account);
        using var agent = platform.Vas.As(Roles.Agent);

        using var others = await Shop.AskAsync(customer, shop.Service, stranger.Number);
        using var landline = await Shop.AskAsync(customer, shop.Service, $"0371{who.Number[3..]}");
        using var nobodys = await Shop.AskAsync(agent, shop.Service, who.Number);
        using var forHim = await agent.PostAsJsonAsync(
            Shop.Root,
            new
            {
                serviceId = shop.Service,
                accountId = who.Account,
                lineId = who.Line,
            },
            Ct
        );

        others.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Shop.CodeOf(landline)).ShouldBe("subscription.line-cannot-answer");
        nobodys.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        forHim.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<long> ConsentsOf(Shop shop) =>
        platform.Vas.ScalarAsync<long>($"select count(*) from consent_records where provider_id = '{shop.Provider}'");

    private static string Other(string number) => number[..^1] + (number[^1] == '0' ? '1' : '0');
}
