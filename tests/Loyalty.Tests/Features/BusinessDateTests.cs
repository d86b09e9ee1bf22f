using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
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

/// <summary>L1, L3: what happens by date alone, over two replicas; each test moves business time by itself.</summary>
public sealed class BusinessDateTests
{
    [Fact]
    public async Task Notices_are_given_once_and_points_run_out_after_their_last_day()
    {
        await using var platform = await Started();
        await using var expiring = await EventTap<PointsExpiring>.OpenAsync(platform.Messaging);
        await using var replica = platform.Loyalty.StartReplica();
        var account = await platform.AccountWithAsync(500);
        var last = await LastDayAsync(platform, account);

        foreach (var days in new[] { 60, 30, 7 })
        {
            MoveTo(platform, last.AddDays(-days));
            var said = (await expiring.FirstAsync(it => it.DaysLeft == days)).Event;
            (said.AccountId, said.Points, said.ExpiresOn).ShouldBe((account, 500, last));
        }

        using var customer = platform.Loyalty.As(Roles.Customer, account);
        var member = await customer.GetFromJsonAsync<JsonElement>($"{Root}/{account}", Ct);
        member.GetProperty("expiringSoon")[0].GetProperty("points").GetInt64().ShouldBe(500);

        MoveTo(platform, last.AddDays(1));
        await platform.BalanceAsync(account);

        expiring.Heard.Select(heard => heard.Event.DaysLeft).ShouldBe([60, 30, 7]);
        (
            await platform.Loyalty.ScalarAsync<long>(
                "select sum(points)::bigint from point_postings where ledger_account = 'Breakage'"
            )
        ).ShouldBe(500);
    }

    [Fact]
    public async Task A_tier_rises_at_once_is_announced_to_end_and_falls_with_its_year()
    {
        await using var platform = await Started();
        await using var changed = await EventTap<TierChanged>.OpenAsync(platform.Messaging);
        await using var ending = await EventTap<TierEndingSoon>.OpenAsync(platform.Messaging);
        await using var replica = platform.Loyalty.StartReplica();
        var (account, bill) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await platform.PayAsync(account, 4000, bill);
        var risen = (await changed.FirstAsync(it => it.AccountId == account)).Event;
        (risen.FromTier, risen.Tier).ShouldBe(("none", "gold"));
        await platform.ReverseAsync(account, 4000, bill);
        await platform.BalanceAsync(account);

        MoveTo(platform, risen.ValidUntil.AddDays(-30));
        var told = (await ending.FirstAsync(it => it.AccountId == account)).Event;
        (told.Tier, told.NextTier, told.EndsOn).ShouldBe(("gold", "none", risen.ValidUntil));

        MoveTo(platform, risen.ValidUntil.AddDays(1));
        var fallen = (await changed.FirstAsync(it => it.Tier == "none")).Event;
        fallen.FromTier.ShouldBe("gold");
        (changed.Heard.Count, ending.Heard.Count).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Another_notice_policy_is_heard_of_by_members_that_were_planned_before()
    {
        await using var platform = await Started();
        await using var expiring = await EventTap<PointsExpiring>.OpenAsync(platform.Messaging);
        var account = await platform.AccountWithAsync(500);
        var last = await LastDayAsync(platform, account);
        using var anna = platform.Loyalty.As(Roles.Leader, subject: "anna");
        using var boris = platform.Loyalty.As(Roles.Leader, subject: "boris");

        using var proposed = await anna.PostAsJsonAsync(
            "/api/loyalty/v1/policies/points.expiry_notice/changes",
            new
            {
                jurisdiction = "CN-national",
                value = new[] { "90", "30" },
                effectiveFrom = platform.Now.AddHours(1),
                source = "test",
                reason = "earlier notice",
            },
            Ct
        );
        proposed.EnsureSuccessStatusCode();
        using var approved = await boris.PostAsync($"{proposed.Headers.Location}/approval", content: null, Ct);
        approved.EnsureSuccessStatusCode();
        await Eventually.TrueAsync(
            async () =>
                await platform.Loyalty.ScalarAsync<DateTime>(
                    $"select review_on::timestamp from members where account_id = '{account}'"
                ) <= platform.Now.UtcDateTime.AddDays(2),
            "the member planned anew"
        );
        MoveTo(platform, last.AddDays(-90));

        (await expiring.FirstAsync(it => it.AccountId == account)).Event.DaysLeft.ShouldBe(90);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<LoyaltyFixture> Started()
    {
        var platform = new LoyaltyFixture();
        await platform.InitializeAsync();
        return platform;
    }

    private static async Task<DateOnly> LastDayAsync(LoyaltyFixture platform, Guid account)
    {
        using var staff = platform.Loyalty.As(Roles.Supervisor);
        var lots = await staff.GetFromJsonAsync<JsonElement[]>($"{Root}/{account}/lots", Ct);
        return DateOnly.Parse(lots!.Single().GetProperty("expiresOn").GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>Noon in Shanghai on that date.</summary>
    private static void MoveTo(LoyaltyFixture platform, DateOnly date) =>
        platform.MoveBusinessTime(
            new DateTimeOffset(date.ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero) - platform.Now
        );
}
