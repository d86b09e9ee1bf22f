using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Loyalty.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Loyalty.Tests.LoyaltyFixture;

namespace Loyalty.Tests.Features;

/// <summary>L1: points are spent exactly once for each key and never below zero.</summary>
public sealed class RedemptionTests(LoyaltyFixture platform) : IClassFixture<LoyaltyFixture>
{
    [Fact]
    public async Task A_voucher_has_a_code_and_a_worth_and_the_others_hear_of_it()
    {
        await using var redeemed = await EventTap<PointsRedeemed>.OpenAsync(platform.Messaging);
        var account = await platform.AccountWithAsync(1000);
        using var customer = platform.Loyalty.As(Roles.Customer, account);

        using var answer = await RedeemAsync(customer, account, 300, "r-1");

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var voucher = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        voucher.GetProperty("worth").GetDecimal().ShouldBe(3);
        voucher.GetProperty("code").GetString()!.Length.ShouldBe(16);
        (await customer.GetFromJsonAsync<JsonElement>(answer.Headers.Location, Ct))
            .GetRawText()
            .ShouldBe(voucher.GetRawText());
        var said = (await redeemed.FirstAsync(it => it.AccountId == account)).Event;
        (said.Points, said.Balance, said.What).ShouldBe((300, 700, "voucher"));
        said.RedemptionId.ShouldBe(voucher.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task The_same_key_again_is_the_same_voucher_and_another_redemption_under_it_is_refused()
    {
        var account = await platform.AccountWithAsync(1000);
        using var agent = platform.Loyalty.As(Roles.Agent);

        using var first = await RedeemAsync(agent, account, 300, "r-1");
        using var again = await RedeemAsync(agent, account, 300, "r-1");
        using var other = await RedeemAsync(agent, account, 400, "r-1");

        (await again.Content.ReadAsStringAsync(Ct)).ShouldBe(await first.Content.ReadAsStringAsync(Ct));
        (await CodeOf(other)).ShouldBe("redemption.key-reused");
        await platform.BalanceAsync(account, available: 700);
    }

    [Fact]
    public async Task Of_200_redemptions_at_once_over_two_replicas_as_many_succeed_as_there_are_points_for()
    {
        var account = await platform.AccountWithAsync(5000);
        await using var replica = platform.Loyalty.StartReplica();
        using var here = platform.Loyalty.As(Roles.Customer, account);
        using var there = replica.As(Roles.Customer, account);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(n => RedeemAsync(n % 2 == 0 ? here : there, account, 100, $"last-{n}"))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(50);
        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.Created).ToList();
        (await Task.WhenAll(refused.Select(CodeOf))).Distinct().ShouldBe(["points.insufficient"]);
        await platform.BalanceAsync(account);
        (
            await platform.Loyalty.ScalarAsync<long>(
                $"select count(distinct code) from redemptions where account_id = '{account}'"
            )
        ).ShouldBe(50);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task One_redemption_sent_40_times_at_once_over_two_replicas_is_one()
    {
        var account = await platform.AccountWithAsync(1000);
        await using var replica = platform.Loyalty.StartReplica();
        using var here = platform.Loyalty.As(Roles.Customer, account);
        using var there = replica.As(Roles.Customer, account);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(n => RedeemAsync(n % 2 == 0 ? here : there, account, 100, "the-one"))
        );

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        (await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync(Ct)))).Distinct().Count().ShouldBe(1);
        await platform.BalanceAsync(account, available: 900);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task An_idempotency_key_and_a_refusal_work_together()
    {
        var account = await platform.AccountWithAsync(100);
        using var customer = platform.Loyalty.As(Roles.Customer, account);
        customer.DefaultRequestHeaders.Add("Idempotency-Key", "k-1");

        using var refused = await RedeemAsync(customer, account, 200, "r-1");
        using var again = await RedeemAsync(customer, account, 200, "r-1");

        (await CodeOf(refused)).ShouldBe("points.insufficient");
        (await CodeOf(again)).ShouldBe("points.insufficient");
        customer.DefaultRequestHeaders.Remove("Idempotency-Key");
        customer.DefaultRequestHeaders.Add("Idempotency-Key", "k-2");
        using var granted = await RedeemAsync(customer, account, 100, "r-2");
        granted.StatusCode.ShouldBe(HttpStatusCode.Created);
        await platform.BalanceAsync(account);
    }

    [Fact]
    public async Task P4_nobody_spends_or_sees_another_customers_points()
    {
        var account = await platform.AccountWithAsync(1000);
        using var stranger = platform.Loyalty.As(Roles.Customer, Guid.CreateVersion7());

        using var answer = await RedeemAsync(stranger, account, 100, "r-1");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var path in new[] { "", "/entries", "/lots", "/redemptions" })
        {
            using var seen = await stranger.GetAsync($"{Root}/{account}{path}", Ct);
            seen.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        await platform.BalanceAsync(account, available: 1000);
    }

    [Theory]
    [InlineData(0, "voucher", "k", "points")]
    [InlineData(100, "bill-credit", "k", "what")]
    [InlineData(100, "voucher", "", "key")]
    public async Task What_cannot_be_redeemed_is_refused_by_field(int points, string what, string key, string field)
    {
        using var agent = platform.Loyalty.As(Roles.Agent);

        using var answer = await agent.PostAsJsonAsync(
            $"{Root}/{Guid.CreateVersion7()}/redemptions",
            new
            {
                points,
                what,
                key,
            },
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(problem.GetRawText());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<HttpResponseMessage> RedeemAsync(HttpClient client, Guid account, int points, string key) =>
        client.PostAsJsonAsync(
            $"{Root}/{account}/redemptions",
            new
            {
                points,
                what = "voucher",
                key,
            },
            Ct
        );

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
}
