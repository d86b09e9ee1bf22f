using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using Shouldly;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Xunit;

namespace Vas.Tests.Features.Partners;

/// <summary>V10: what Vas says of a provider stands in the provider's feed, in order, without a gap, for it alone.</summary>
public sealed class PartnerFeedTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private readonly Guid _provider = Guid.CreateVersion7();

    [Fact]
    public async Task V10_every_fact_about_a_provider_becomes_a_cloud_event_of_its_feed()
    {
        var at = new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);
        var id = Guid.CreateVersion7();
        await SayInTurnAsync(
            Say(new ComplaintRateChanged(_provider, 1, "SP-0001", "2026-11", "upheld-v1", 6, 1000, 60, 0.5m, 1.0m, at)),
            Say(
                new SettlementAdjusted(
                    id,
                    1,
                    _provider,
                    "SP-0001",
                    "2026-11",
                    "complaintFactor",
                    12.34m,
                    "CNY",
                    $"{id}",
                    "v1",
                    at
                )
            ),
            Say(new SettlementIssued(id, 2, _provider, "SP-0001", "ST-1", "2026-11", 100m, 0m, "CNY", at)),
            Say(new SanctionImposed(id, 1, _provider, "SP-0001", "fine", "score", 70, 500m, "CNY", at)),
            Say(new SanctionLifted(id, 2, _provider, "SP-0001", "fine", "paid", at)),
            Say(Confirmed(id, at)),
            Say(new SubscriptionEnded(id, 3, id, id, "13800000001", id, "天气", "Weather", _provider, "customer", at)),
            Say(new ChargeRefused(id, 1, _provider, id, "key-1", "charge.no-consent", at)),
            Say(Proposed(id, at)),
            Say(Refunded(id, at)),
            Say(new ConsentHeadSigned(_provider, 42, new(2026, 12, 1), 42, new('a', 64), "key", "MFkw", "c2ln", at))
        );

        var events = (await FeedAsync(_provider)).GetProperty("events").EnumerateArray().ToList();

        events
            .Select(@event => @event.GetProperty("type").GetString())
            .ShouldBe([
                "complaint-rate.changed",
                "settlement.adjusted",
                "settlement.issued",
                "sanction.imposed",
                "sanction.lifted",
                "subscription.confirmed",
                "subscription.ended",
                "charge.refused",
                "refund.proposed",
                "charge.refunded",
                "consent-chain.head",
            ]);
        events
            .Select(@event => @event.GetProperty("sequence").GetString())
            .ShouldBe(Enumerable.Range(1, 11).Select(n => $"{n:D12}"));
        var adjusted = events[1];
        adjusted.GetProperty("specversion").GetString().ShouldBe("1.0");
        adjusted.GetProperty("source").GetString().ShouldBe("/api/vas/v1");
        adjusted.GetProperty("subject").GetString().ShouldBe($"statement/{id}");
        adjusted.GetProperty("time").GetString().ShouldBe("2026-12-01T08:00:00.000000Z");
        adjusted.GetProperty("datacontenttype").GetString().ShouldBe("application/json");
        var data = adjusted.GetProperty("data");
        data.GetProperty("amount").GetDecimal().ShouldBe(12.34m);
        data.GetProperty("complaintIds").EnumerateArray().Select(c => c.GetString()).ShouldBe([$"{id}"]);
        data.GetProperty("policyVersion").GetString().ShouldBe("v1");
        data.GetProperty("statement").GetString().ShouldBe($"/api/vas/v1/statements/{id}");
        var head = events[10].GetProperty("data");
        (head.GetProperty("day").GetString(), head.GetProperty("consentSequence").GetInt64()).ShouldBe(
            ("2026-12-01", 42)
        );
        (head.GetProperty("hash").GetString(), head.GetProperty("publicKey").GetString()).ShouldBe(
            (new string('a', 64), "MFkw")
        );
        head.GetProperty("signature").GetString().ShouldBe("c2ln");
    }

    [Fact]
    public async Task V10_of_a_subscriber_a_provider_learns_the_number_and_neither_account_nor_line()
    {
        var fact = Confirmed(Guid.CreateVersion7(), platform.Now) with
        {
            AccountId = Guid.NewGuid(),
            LineId = Guid.NewGuid(),
        };
        await SayInTurnAsync(Say(fact));

        var text = (await FeedAsync(_provider)).GetRawText();

        text.ShouldContain(fact.ServiceNumber);
        text.ShouldNotContain($"{fact.AccountId}");
        text.ShouldNotContain($"{fact.LineId}");
    }

    [Fact]
    public async Task V10_what_was_not_committed_is_no_event_and_leaves_no_gap()
    {
        await platform.SayAsync(Refused(1));
        await using (var scope = platform.Vas.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<VasDb>();
            await using var turn = await db.Database.BeginTransactionAsync(Ct);
            db.Outbox.Add(Guid.CreateVersion7(), 1, Refused(2));
            await db.SaveChangesAsync(Ct);
            await turn.RollbackAsync(Ct);
        }

        await platform.SayAsync(Refused(3));

        await ShouldBeGaplessAsync(2);
        (await KeysAsync()).ShouldBe(["key-1", "key-3"]);
    }

    [Fact]
    public async Task V10_what_one_commit_says_of_several_providers_stands_in_each_ones_feed()
    {
        var other = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => SayOfBothAsync(n % 2 == 0)));

        await ShouldBeGaplessAsync(20);
        (await FeedAsync(other)).GetProperty("events").GetArrayLength().ShouldBe(20);

        async Task SayOfBothAsync(bool isOtherFirst)
        {
            await using var scope = platform.Vas.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<VasDb>();
            foreach (var provider in isOtherFirst ? [other, _provider] : new[] { _provider, other })
            {
                db.Outbox.Add(provider, 1, Refused(1) with { ProviderId = provider });
            }

            await db.SaveChangesAsync(Ct);
        }
    }

    [Fact]
    public async Task V10_facts_of_the_same_moment_over_two_replicas_leave_no_gap()
    {
        await using var replica = platform.Vas.StartReplica();
        var replicas = new[] { platform.Vas.Services, replica.Services };

        await Task.WhenAll(Enumerable.Range(1, 200).Select(n => VasFixture.SayAsync(replicas[n % 2], Refused(n))));

        await ShouldBeGaplessAsync(200);
    }

    [Fact]
    public async Task V10_facts_stand_in_the_feed_in_the_order_in_which_they_were_committed()
    {
        await using var replica = platform.Vas.StartReplica();
        var replicas = new[] { platform.Vas.Services, replica.Services };

        for (var n = 1; n <= 100; n++)
        {
            await VasFixture.SayAsync(replicas[n % 2], Refused(n));
        }

        (await KeysAsync()).ShouldBe(Enumerable.Range(1, 100).Select(n => $"key-{n}"));
    }

    [Fact]
    public async Task V10_who_was_away_goes_on_from_its_cursor_and_misses_nothing()
    {
        await Task.WhenAll(Enumerable.Range(1, 25).Select(n => platform.SayAsync(Refused(n))));
        var (cursor, seen) = ("0", new List<string>());
        while (true)
        {
            var page = await FeedAsync(_provider, $"?after={cursor}&limit=10");
            seen.AddRange(
                page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("sequence").GetString()!)
            );
            cursor = page.GetProperty("nextCursor").GetString()!;
            if (!page.GetProperty("hasMore").GetBoolean())
            {
                break;
            }
        }

        seen.ShouldBe(Enumerable.Range(1, 25).Select(n => $"{n:D12}"));
        cursor.ShouldBe("25");
        (await FeedAsync(_provider, "?after=25")).GetProperty("nextCursor").GetString().ShouldBe("25");
    }

    [Fact]
    public async Task V10_a_cursor_from_before_the_retention_is_told_so_instead_of_skipping()
    {
        await Task.WhenAll(Enumerable.Range(1, 3).Select(n => platform.SayAsync(Refused(n))));
        await platform.Vas.ScalarAsync<int>(
            $"delete from partner_events where provider_id = '{_provider}' and sequence < 3"
        );
        using var partner = platform.Vas.As(Roles.Partner, partner: _provider);

        using var late = await partner.GetAsync(new Uri("/api/vas/v1/partnerEvents?after=1", UriKind.Relative), Ct);
        var rest = await FeedAsync(_provider, "?after=2");

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("feed.expired");
        rest.GetProperty("events").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("?after=-1")]
    [InlineData("?after=x")]
    [InlineData("?limit=1001")]
    public async Task A_cursor_that_is_no_number_is_refused(string query)
    {
        using var partner = platform.Vas.As(Roles.Partner, partner: _provider);

        using var answer = await partner.GetAsync(new Uri($"/api/vas/v1/partnerEvents{query}", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task P4_a_provider_reads_its_own_feed_and_no_other()
    {
        await platform.SayAsync(Refused(1));

        var ofAnother = await FeedAsync(Guid.CreateVersion7());

        ofAnother.GetProperty("events").GetArrayLength().ShouldBe(0);
        ofAnother.GetProperty("nextCursor").GetString().ShouldBe("0");
    }

    [Fact]
    public async Task V10_an_event_is_never_larger_than_20_kB()
    {
        var many = string.Join(',', Enumerable.Range(0, 1_000).Select(_ => Guid.CreateVersion7()));
        var (id, at) = (Guid.CreateVersion7(), platform.Now);
        await SayInTurnAsync(
            Say(new SettlementAdjusted(id, 1, _provider, "SP-0001", "2026-11", "r", -1m, "CNY", many, "v1", at)),
            Say(new SanctionLifted(id, 1, _provider, "SP-0001", "fine", new string('长', 10_000), at)),
            Say(new SettlementAdjusted(id, 2, _provider, "SP-0001", "2026-11", "r", -1m, "CNY", $"{id}", "v1", at, 77))
        );

        var events = (await FeedAsync(_provider)).GetProperty("events").EnumerateArray().ToList();

        events.ShouldAllBe(@event => Encoding.UTF8.GetByteCount(@event.GetRawText()) <= 20 * 1024);
        events[0].GetProperty("data").GetProperty("complaints").GetInt32().ShouldBe(1_000);
        events[0].GetProperty("data").GetProperty("complaintIds").GetArrayLength().ShouldBe(200);
        events[1].GetProperty("data").GetProperty("isLeftOut").GetBoolean().ShouldBeTrue();
        events[2].GetProperty("data").GetProperty("complaints").GetInt32().ShouldBe(77);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ChargeRefused Refused(int n) =>
        new(Guid.CreateVersion7(), 1, _provider, null, $"key-{n}", "charge.no-consent", platform.Now);

    private SubscriptionConfirmed Confirmed(Guid id, DateTimeOffset at) =>
        new(id, 2, id, id, "13800000001", id, "天气", "Weather", _provider, "甲", "A", 5m, "CNY", "month", 1, at);

    private RefundProposed Proposed(Guid id, DateTimeOffset at) =>
        new(id, 1, _provider, id, "key-1", "fraud", 8m, 492m, "CNY", "No consent.", "v1", at, at);

    private ChargeRefunded Refunded(Guid id, DateTimeOffset at) =>
        new(
            id,
            3,
            id,
            "key-1",
            id,
            "13800000001",
            id,
            "天气",
            "Weather",
            _provider,
            "甲",
            "A",
            "fraud",
            8m,
            492m,
            "CNY",
            "No consent.",
            "v1",
            at
        );

    private async Task SayInTurnAsync(params Func<Task>[] facts)
    {
        foreach (var say in facts)
        {
            await say();
        }
    }

    private Func<Task> Say<TFact>(TFact fact)
        where TFact : class => () => platform.SayAsync(fact);

    /// <summary>What was refused, in the feed's order.</summary>
    private async Task<IEnumerable<string?>> KeysAsync() =>
        (await FeedAsync(_provider))
            .GetProperty("events")
            .EnumerateArray()
            .Select(@event => @event.GetProperty("data").GetProperty("key").GetString());

    private async Task ShouldBeGaplessAsync(int events) =>
        (
            await platform.Vas.ScalarAsync<string>(
                $"""
                select count(*) || ' ' || min(sequence) || ' ' || max(sequence) || ' ' || (
                         select last_sequence from partner_heads where provider_id = '{_provider}')
                  from partner_events where provider_id = '{_provider}'
                """
            )
        ).ShouldBe($"{events} 1 {events} {events}");

    private async Task<JsonElement> FeedAsync(Guid provider, string query = "")
    {
        using var partner = platform.Vas.As(Roles.Partner, partner: provider);
        return await partner.GetFromJsonAsync<JsonElement>($"/api/vas/v1/partnerEvents{query}", Ct);
    }
}
