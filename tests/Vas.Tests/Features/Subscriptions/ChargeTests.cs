using System;
using System.Linq;
using System.Net;
using System.Net.Http;
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

/// <summary>V5: no charge without a valid consent, each key once, each refusal recorded and said.</summary>
public sealed class ChargeTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task A_charge_is_posted_to_Billing_by_the_service_and_said()
    {
        await using var charged = await EventTap<ServiceCharged>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());

        using var answer = await shop.ChargeAsync("c-1", prompt, 7.50m);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var id = body.GetProperty("id").GetGuid();
        body.GetProperty("status").GetString().ShouldBe("posted");
        var posted = platform.Billing.Posted.Single(it => it.ChargeId == $"{id}");
        (posted.BusinessKey, posted.AccountId, posted.LineId, posted.Amount, posted.Currency).ShouldBe(
            ($"vas:{id}", $"{prompt.Who.Account}", $"{prompt.Who.Line}", "7.50", "CNY")
        );
        (posted.ProviderNameZh, posted.ServiceNameEn).ShouldBe(("河南风云", "Morning Weather"));
        platform.Billing.PostedBy.ShouldAllBe(token => RoleIn(token) == Roles.Service);
        var said = (await charged.FirstAsync(it => it.ChargeId == id)).Event;
        (said.SubscriptionId, said.Amount, said.ServiceNumber).ShouldBe((prompt.Id, 7.50m, prompt.Who.Number));
    }

    [Fact]
    public async Task The_same_key_is_the_same_charge_and_another_under_it_is_refused()
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        var at = platform.Now;

        using var first = await shop.ChargeAsync("c-1", prompt, occurredAt: at);
        using var again = await shop.ChargeAsync("c-1", prompt, occurredAt: at);
        using var other = await shop.ChargeAsync("c-1", prompt, 5, occurredAt: at);

        (await again.Content.ReadAsStringAsync(Ct)).ShouldBe(await first.Content.ReadAsStringAsync(Ct));
        (await Shop.CodeOf(other)).ShouldBe("charge.key-reused");
        PostedOf(prompt).ShouldBe(1);
    }

    [Fact]
    public async Task One_charge_sent_30_times_at_once_is_one()
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        var at = platform.Now;

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => shop.ChargeAsync("c-1", prompt, occurredAt: at))
        );

        var bad = answers.Where(it => it.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Accepted)).ToList();
        (await Task.WhenAll(bad.Select(it => it.Content.ReadAsStringAsync(Ct)))).ShouldBeEmpty();
        PostedOf(prompt).ShouldBe(1);
        (await RefusalsOf(shop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_bad_charge_is_refused_recorded_and_said_and_nobody_pays()
    {
        await using var refused = await EventTap<ChargeRefused>.OpenAsync(platform.Messaging);
        var (shop, rival) = (await Shop.OpenAsync(platform), await Shop.OpenAsync(platform));
        var pending = await shop.PromptedAsync(platform.Billing.Open());
        var (active, stopped) = (
            await shop.SubscribedAsync(platform.Billing.Open()),
            await shop.SubscribedAsync(platform.Billing.Open())
        );
        using var customer = platform.Vas.As(Roles.Customer, stopped.Who.Account);
        (await customer.DeleteAsync(new Uri($"{Shop.Root}/{stopped.Id}", UriKind.Relative), Ct)).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );

        await RefusedAsync(shop.ChargeAsync("pending", pending), "charge.no-consent");
        await RefusedAsync(shop.ChargeAsync("nobody", active with { Id = Guid.CreateVersion7() }), "charge.no-consent");
        await RefusedAsync(shop.ChargeAsync("stopped", stopped), "charge.after-stop");
        await RefusedAsync(shop.ChargeAsync("dear", active, 8.01m), "charge.above-price");
        await RefusedAsync(
            shop.ChargeAsync("early", active, occurredAt: platform.Now.AddHours(-1)),
            "charge.before-consent"
        );
        await RefusedAsync(shop.ChargeAsync("late", active, occurredAt: platform.Now.AddHours(1)), "charge.in-future");
        await RefusedAsync(shop.ChargeAsync("short", active, callSeconds: 6), "charge.free-seconds");
        await RefusedAsync(rival.ChargeAsync("rival", active, service: shop.Service), "charge.not-own-service");
        await RefusedAsync(rival.ChargeAsync("mixed", active), "charge.no-consent");

        (await RefusalsOf(shop)).Length.ShouldBe(7);
        (await RefusalsOf(rival)).Length.ShouldBe(2);
        var said = (await refused.FirstAsync(it => it.ProviderKey == "rival")).Event;
        (said.ProviderId, said.ServiceId, said.Code).ShouldBe((rival.Provider, null, "charge.not-own-service"));
        PostedOf(pending).ShouldBe(0);
        PostedOf(active).ShouldBe(0);
        PostedOf(stopped).ShouldBe(0);
    }

    [Fact]
    public async Task A_month_is_charged_once_and_so_is_what_is_paid_once()
    {
        var (monthly, once) = (await Shop.OpenAsync(platform), await Shop.OpenAsync(platform, "Once"));
        foreach (var shop in new[] { monthly, once })
        {
            var prompt = await shop.SubscribedAsync(platform.Billing.Open());
            using var first = await shop.ChargeAsync("c-1", prompt);
            first.StatusCode.ShouldBe(HttpStatusCode.OK);

            await RefusedAsync(shop.ChargeAsync("c-2", prompt, 1), "charge.period-charged");
        }
    }

    [Fact]
    public async Task What_was_paid_once_is_over_and_can_be_asked_for_again()
    {
        await using var ended = await EventTap<SubscriptionEnded>.OpenAsync(platform.Messaging);
        var (shop, who) = (await Shop.OpenAsync(platform, "Once"), platform.Billing.Open());
        var first = await shop.SubscribedAsync(who);
        using var paid = await shop.ChargeAsync("c-1", first);
        paid.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await ended.FirstAsync(it => it.SubscriptionId == first.Id)).Event.Reason.ShouldBe("completed");
        var second = await shop.SubscribedAsync(who);
        using var again = await shop.ChargeAsync("c-2", second);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        PostedOf(first).ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_is_longer_than_the_free_seconds_is_charged_and_its_key_means_that_call()
    {
        var shop = await Shop.OpenAsync(platform);
        var (prompt, at) = (await shop.SubscribedAsync(platform.Billing.Open()), platform.Now);

        using var charged = await shop.ChargeAsync("call", prompt, occurredAt: at, callSeconds: 7);

        charged.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(shop.ChargeAsync("call", prompt, occurredAt: at, callSeconds: 8), "charge.key-reused");
    }

    /// <summary>Who can write to the table cannot rewrite the consent in the chain, and so charges no more for it.</summary>
    [Theory]
    [InlineData("price = 80", "charge.above-price")]
    [InlineData("period = 'Once'", "charge.no-consent")]
    [InlineData("currency = 'USD'", "charge.no-consent")]
    public async Task What_the_customer_agreed_to_counts_and_not_what_is_written_beside_it(string change, string code)
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        await shop.SqlAsync($"update vas_subscriptions set {change} where id = '{prompt.Id}'");

        await RefusedAsync(shop.ChargeAsync("c-1", prompt, 8.01m), code);

        PostedOf(prompt).ShouldBe(0);
    }

    [Fact]
    public async Task Who_left_charges_nobody_also_before_each_subscription_is_ended()
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        var at = platform.Now;
        using var before = await shop.ChargeAsync("c-1", prompt, occurredAt: at);

        await shop.ExitAsync();

        await RefusedAsync(shop.ChargeAsync("c-2", prompt), "charge.provider-exited");
        using var again = await shop.ChargeAsync("c-1", prompt, occurredAt: at);
        again.StatusCode.ShouldBe(HttpStatusCode.OK, "what was charged before stays charged");
        PostedOf(prompt).ShouldBe(1);
    }

    [Fact]
    public async Task Free_days_are_never_charged_whatever_the_row_says()
    {
        var shop = await Shop.OpenAsync(platform, trialDays: 7);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());

        await RefusedAsync(shop.ChargeAsync("c-1", prompt), "charge.in-trial");
        await shop.SqlAsync(
            $"update vas_subscriptions set trial_days = 0, trial_ends_on = null where id = '{prompt.Id}'"
        );
        await RefusedAsync(shop.ChargeAsync("c-2", prompt), "charge.in-trial");
    }

    [Fact]
    public async Task A_refused_charge_is_refused_for_the_same_reason_again_whatever_its_key_was_tried_with()
    {
        var shop = await Shop.OpenAsync(platform);
        var (prompt, at) = (await shop.SubscribedAsync(platform.Billing.Open()), platform.Now);
        platform.Billing.Refuses = "charge.account-closed";
        try
        {
            await RefusedAsync(shop.ChargeAsync("c-1", prompt, occurredAt: at), "charge.account-closed");
        }
        finally
        {
            platform.Billing.Refuses = null;
        }

        await RefusedAsync(shop.ChargeAsync("c-1", prompt, 5, occurredAt: at), "charge.key-reused");

        await RefusedAsync(shop.ChargeAsync("c-1", prompt, occurredAt: at), "charge.account-closed");
    }

    [Fact]
    public async Task One_charge_that_Billing_refuses_30_times_at_once_is_refused_once()
    {
        var shop = await Shop.OpenAsync(platform);
        var (prompt, at) = (await shop.SubscribedAsync(platform.Billing.Open()), platform.Now);
        platform.Billing.Refuses = "charge.account-closed";
        try
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 30).Select(_ => shop.ChargeAsync("c-1", prompt, occurredAt: at))
            );

            foreach (var answer in answers)
            {
                (await Shop.CodeOf(answer)).ShouldBe("charge.account-closed");
            }
        }
        finally
        {
            platform.Billing.Refuses = null;
        }

        (await RefusalsOf(shop)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_charge_whose_answer_was_lost_is_finished_once_Billing_is_back()
    {
        await using var charged = await EventTap<ServiceCharged>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        platform.Billing.LosesAnswers = true;
        try
        {
            using var answer = await shop.ChargeAsync("c-1", prompt);
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }
        finally
        {
            platform.Billing.LosesAnswers = false;
        }

        var said = (await charged.FirstAsync(it => it.SubscriptionId == prompt.Id)).Event;
        PostedOf(prompt).ShouldBe(1);
        using var partner = shop.Partner();
        var charge = await partner.GetFromJsonAsync<JsonElement>($"{Shop.Charges}/{said.ChargeId}", Ct);
        charge.GetProperty("status").GetString().ShouldBe("posted");
    }

    [Fact]
    public async Task What_Billing_refuses_for_good_is_no_charge()
    {
        var shop = await Shop.OpenAsync(platform);
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        platform.Billing.Refuses = "charge.account-closed";
        try
        {
            await RefusedAsync(shop.ChargeAsync("c-1", prompt), "charge.account-closed");
        }
        finally
        {
            platform.Billing.Refuses = null;
        }

        using var next = await shop.ChargeAsync("c-2", prompt);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await RefusalsOf(shop)).Single().GetProperty("code").GetString().ShouldBe("charge.account-closed");
    }

    [Fact]
    public async Task P4_a_provider_sees_its_own_charges_only()
    {
        var (shop, rival) = (await Shop.OpenAsync(platform), await Shop.OpenAsync(platform));
        var prompt = await shop.SubscribedAsync(platform.Billing.Open());
        using var answer = await shop.ChargeAsync("c-1", prompt);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        using var stranger = rival.Partner();
        using var owner = shop.Partner();

        using var seen = await stranger.GetAsync(new Uri($"{Shop.Charges}/{id}", UriKind.Relative), Ct);

        seen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetFromJsonAsync<JsonElement[]>($"{Shop.Charges}?key=c-1", Ct))!.ShouldBeEmpty();
        (await owner.GetFromJsonAsync<JsonElement[]>($"{Shop.Charges}?key=c-1&status=posted", Ct))!.Length.ShouldBe(1);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private int PostedOf(Prompt prompt) => platform.Billing.Posted.Count(it => it.AccountId == $"{prompt.Who.Account}");

    private static async Task RefusedAsync(Task<HttpResponseMessage> charge, string code)
    {
        using var answer = await charge;
        (await Shop.CodeOf(answer)).ShouldBe(code);
    }

    private static async Task<JsonElement[]> RefusalsOf(Shop shop)
    {
        using var partner = shop.Partner();
        return (await partner.GetFromJsonAsync<JsonElement[]>("/api/vas/v1/chargeRefusals", Ct))!;
    }

    private static string? RoleIn(string bearer) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(bearer["Bearer ".Length..]).GetClaim("role").Value;
}
