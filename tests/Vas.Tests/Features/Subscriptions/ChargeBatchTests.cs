using System;
using System.Collections.Generic;
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

/// <summary>V5: many charges in one request, each by the same rules and under its own key as if it were alone.</summary>
public sealed class ChargeBatchTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private const string Root = "/api/vas/v1/chargeBatches";

    [Fact]
    public async Task Each_charge_of_a_batch_is_posted_or_refused_by_itself_and_answered_in_order()
    {
        await using var charged = await EventTap<ServiceCharged>.OpenAsync(platform.Messaging);
        await using var refused = await EventTap<ChargeRefused>.OpenAsync(platform.Messaging);
        var (shop, rival) = (await Shop.OpenAsync(platform), await Shop.OpenAsync(platform));
        var (first, second) = (await SubscribedAsync(shop), await SubscribedAsync(shop));
        var pending = await shop.PromptedAsync(platform.Billing.Open());

        var answer = await ChargeAsync(
            shop,
            Of(shop, "b-1", first),
            Of(shop, "b-dear", second, 8.01m),
            Of(shop, "b-asked", pending),
            Of(rival, "b-rival", first),
            Of(shop, "b-2", second, 5),
            Of(shop, "b-again", first, 1)
        );

        Words(answer)
            .ShouldBe([
                "b-1 posted",
                "b-dear charge.above-price",
                "b-asked charge.no-consent",
                "b-rival charge.not-own-service",
                "b-2 posted",
                "b-again charge.period-charged",
            ]);
        Counts(answer).ShouldBe((2, 0, 4));
        Posted(first, second).ShouldBe([8, 5]);
        (await charged.FirstAsync(it => it.SubscriptionId == second.Id)).Event.Amount.ShouldBe(5);
        (await refused.FirstAsync(it => it.ProviderKey == "b-asked")).Event.Code.ShouldBe("charge.no-consent");
        (
            await platform.Vas.ScalarAsync<long>(
                $"select count(*) from charge_refusals where provider_id = '{shop.Provider}'"
            )
        ).ShouldBe(4);
    }

    [Fact]
    public async Task A_batch_sent_again_is_the_same_charges_and_a_key_twice_in_it_is_one()
    {
        var shop = await Shop.OpenAsync(platform);
        var (who, other) = (await SubscribedAsync(shop), await SubscribedAsync(shop));
        object[] batch = [Of(shop, "b-1", who), Of(shop, "b-1", who), Of(shop, "b-2", other)];

        var first = await ChargeAsync(shop, batch);
        var again = await ChargeAsync(shop, batch);

        again.GetRawText().ShouldBe(first.GetRawText());
        first.GetProperty("outcomes")[1].GetRawText().ShouldBe(first.GetProperty("outcomes")[0].GetRawText());
        Posted(who, other).ShouldBe([8, 8]);
        Words(await ChargeAsync(shop, Of(shop, "b-1", other))).ShouldBe(["b-1 charge.key-reused"]);
    }

    /// <summary>The same keys for the same customers in all orders: nobody waits in a ring, nobody pays twice.</summary>
    [Fact]
    public async Task One_batch_sent_twenty_times_at_once_in_different_orders_is_charged_once()
    {
        var shop = await Shop.OpenAsync(platform);
        var customers = new List<Prompt>();
        for (var n = 0; n < 8; n++)
        {
            customers.Add(await SubscribedAsync(shop));
        }

        var charges = customers.Select((it, n) => Of(shop, $"b-{n}", it)).ToArray();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => ChargeAsync(shop, [.. charges.OrderBy(_ => Random.Shared.Next())]))
        );

        answers.ShouldAllBe(it => it.GetProperty("refused").GetInt32() == 0);
        Posted([.. customers]).ShouldBe(Enumerable.Repeat(8m, 8));
    }

    [Fact]
    public async Task By_the_lines_number_the_subscription_that_runs_is_charged()
    {
        var shop = await Shop.OpenAsync(platform, "Once");
        var who = platform.Billing.Open();
        var before = await shop.SubscribedAsync(who);
        using var paid = await shop.ChargeAsync("b-0", before);
        paid.EnsureSuccessStatusCode();
        var now = await shop.SubscribedAsync(who);

        var answer = await ChargeAsync(shop, ByNumber(shop, "b-1", who.Number), ByNumber(shop, "b-2", "13900000000"));

        Words(answer).ShouldBe(["b-1 posted", "b-2 charge.no-consent"]);
        var charge = answer.GetProperty("outcomes")[0].GetProperty("charge");
        charge.GetProperty("subscriptionId").GetGuid().ShouldBe(now.Id);
        (await shop.StatusOf(now.Id)).ShouldBe("Terminated", "paid for once, and so over");
    }

    [Fact]
    public async Task A_batch_is_pending_while_Billing_is_away_and_posted_once_it_is_back()
    {
        var shop = await Shop.OpenAsync(platform);
        var (who, other) = (await SubscribedAsync(shop), await SubscribedAsync(shop));
        object[] batch = [Of(shop, "b-1", who), Of(shop, "b-2", other)];
        platform.Billing.LosesAnswers = true;
        try
        {
            Counts(await ChargeAsync(shop, batch)).ShouldBe((0, 2, 0));
        }
        finally
        {
            platform.Billing.LosesAnswers = false;
        }

        await Eventually.TrueAsync(
            async () =>
                await platform.Vas.ScalarAsync<long>(
                    $"select count(*) from vas_charges where provider_id = '{shop.Provider}' and status = 'Posted'"
                ) == 2,
            "both posted by the sweep"
        );
        Words(await ChargeAsync(shop, batch)).ShouldBe(["b-1 posted", "b-2 posted"]);
        Posted(who, other).ShouldBe([8, 8]);
    }

    [Fact]
    public async Task One_charge_that_Billing_stumbles_over_keeps_no_other_out()
    {
        var shop = await Shop.OpenAsync(platform);
        var (who, bad, other) = (await SubscribedAsync(shop), await SubscribedAsync(shop), await SubscribedAsync(shop));
        platform.Billing.StumblesOver.Add($"{bad.Who.Account}");

        var answer = await ChargeAsync(shop, Of(shop, "b-1", who), Of(shop, "b-bad", bad), Of(shop, "b-2", other));

        Words(answer).ShouldBe(["b-1 posted", "b-bad pending", "b-2 posted"]);
        platform.Billing.StumblesOver.Clear();
    }

    [Fact]
    public async Task What_cannot_be_understood_is_told_by_field_and_nothing_is_decided()
    {
        var shop = await Shop.OpenAsync(platform);
        var who = await SubscribedAsync(shop);
        var good = Of(shop, "b-1", who);

        (await FieldsAsync(shop, good, Of(shop, "b-2", who, 0))).ShouldBe(["charges[1].amount"]);
        (await FieldsAsync(shop, good, Of(shop, "", who))).ShouldBe(["charges[1].key"]);
        (await FieldsAsync(shop, good, null)).ShouldBe(["charges[1]"]);
        (await FieldsAsync(shop, good, ByNumber(shop, "b-2", null))).ShouldBe(["charges[1].subscriptionId"]);
        (await FieldsAsync(shop)).ShouldBe(["charges"]);
        (await FieldsAsync(shop, [.. Enumerable.Repeat(good, 501)])).ShouldBe(["charges"]);

        Posted(who).ShouldBeEmpty();
        (
            await platform.Vas.ScalarAsync<long>(
                $"select count(*) from vas_charges where provider_id = '{shop.Provider}'"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task Only_a_provider_charges()
    {
        foreach (var role in new[] { Roles.Agent, Roles.Clerk, Roles.Finance, Roles.Ops, Roles.Service })
        {
            using var client = platform.Vas.As(role);
            using var answer = await client.PostAsJsonAsync(Root, new { charges = new[] { new { key = "b" } } }, Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, role);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<Prompt> SubscribedAsync(Shop shop) => shop.SubscribedAsync(platform.Billing.Open());

    private object Of(Shop shop, string key, Prompt prompt, decimal amount = 8) =>
        new
        {
            key,
            serviceId = shop.Service,
            subscriptionId = prompt.Id,
            amount,
            occurredAt = _at,
        };

    private object ByNumber(Shop shop, string key, string? serviceNumber) =>
        new
        {
            key,
            serviceId = shop.Service,
            serviceNumber,
            amount = 8,
            occurredAt = platform.Now,
        };

    private readonly DateTimeOffset _at = platform.Now.AddMinutes(1); // after whatever is confirmed; clocks differ by five

    private static async Task<JsonElement> ChargeAsync(Shop shop, params object?[] charges)
    {
        using var answer = await SendAsync(shop, charges);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body.GetRawText());
        return body;
    }

    private static async Task<IEnumerable<string>> FieldsAsync(Shop shop, params object?[] charges)
    {
        using var answer = await SendAsync(shop, charges);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return body.GetProperty("errors").EnumerateObject().Select(field => field.Name);
    }

    private static async Task<HttpResponseMessage> SendAsync(Shop shop, object?[] charges)
    {
        using var partner = shop.Partner();
        return await partner.PostAsJsonAsync(Root, new { charges }, Ct);
    }

    private static IEnumerable<string> Words(JsonElement answer) =>
        answer
            .GetProperty("outcomes")
            .EnumerateArray()
            .Select(it =>
                $"{it.GetProperty("key")} "
                + (
                    it.TryGetProperty("charge", out var charge)
                        ? charge.GetProperty("status").GetString()
                        : it.GetProperty("code").GetString()
                )
            );

    private static (int Posted, int Pending, int Refused) Counts(JsonElement answer) =>
        (
            answer.GetProperty("posted").GetInt32(),
            answer.GetProperty("pending").GetInt32(),
            answer.GetProperty("refused").GetInt32()
        );

    /// <summary>What each of them pays.</summary>
    private IEnumerable<decimal> Posted(params Prompt[] prompts) =>
        from prompt in prompts
        from posted in platform.Billing.Posted
        where posted.AccountId == $"{prompt.Who.Account}"
        select decimal.Parse(posted.Amount, System.Globalization.CultureInfo.InvariantCulture);
}
