using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Chaos.Tests;

/// <summary>
/// P3 over the whole loop to a provider (issue 5): Vas, Billing, Notifications and the broker each die with -9 in the middle
/// of many loops, and every loop is complete, once.
/// </summary>
public sealed class LoopsKilled(Platform platform)
{
    /// <summary>Few in ./test; ./bench chaos sets PROVIDER_LOOPS=1000.</summary>
    private static readonly int Loops = int.Parse(
        Environment.GetEnvironmentVariable("PROVIDER_LOOPS") ?? "50",
        CultureInfo.InvariantCulture
    );

    /// <summary>Where ./bench chaos reads the figures; with it, as many undisturbed loops go first, to compare.</summary>
    private static readonly string? Report = Environment.GetEnvironmentVariable("PROVIDER_LOOPS_REPORT");

    private static readonly int Within = 90 + Loops;

    [Fact]
    public async Task P3_loops_survive_kill_9_of_Vas_Billing_Notifications_and_the_broker_each_complete_once()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(3 * Within));
        await using var stage = await LoopStage.SetAsync(platform, Math.Max(Loops, 20));
        using var caller = new PersistentCaller(TimeSpan.FromSeconds(Within));
        var rounds = Report is null ? 1 : 2;
        var (provider, services) = await ProviderLoops.LetInAsync(stage, caller, rounds, limit.Token);

        var calm = new ProviderLoops(stage, caller, provider, services[0]);
        var calmTook = Report is null ? TimeSpan.Zero : await TimedAsync(() => calm.RunAsync(Loops, limit.Token));
        var killed = new ProviderLoops(stage, caller, provider, services[^1]);
        var killedTook = await TimedAsync(async () =>
        {
            var loops = killed.RunAsync(Loops, limit.Token);
            await Task.WhenAll(loops, KillInTheMiddleAsync(stage, killed));
        });
        await SettledAsync(stage, rounds);

        await EachIsCompleteOnceAsync(stage, rounds);
        await TheFeedHasEachOnceWithoutAGapAsync(stage, caller, provider, rounds, limit.Token);
        (await stage.QueuesAsync()).ShouldNotContain(name => name.EndsWith("_error", StringComparison.Ordinal));
        await WriteReportAsync(calm, calmTook, killed, killedTook);
    }

    private static async Task KillInTheMiddleAsync(LoopStage stage, ProviderLoops loops)
    {
        Func<Task>[] deaths =
        [
            () => LoopStage.KillAsync(stage.Vas),
            () => LoopStage.KillAsync(stage.Billing),
            () => LoopStage.KillAsync(stage.Notifications),
            stage.KillBrokerAsync,
        ];
        for (var i = 0; i < deaths.Length; i++)
        {
            await loops.ReachedAsync((i + 1) / (deaths.Length + 2.0), Loops, Within);
            await deaths[i]();
        }
    }

    /// <summary>Nothing is on its way any more.</summary>
    private static async Task SettledAsync(LoopStage stage, int rounds)
    {
        try
        {
            await Eventually.TrueAsync(
                async () => (await OnTheirWayAsync(stage, rounds)).Count == 0,
                "everything said and heard",
                Within
            );
        }
        catch (TimeoutException)
        {
            (await OnTheirWayAsync(stage, rounds)).ShouldBeEmpty(stage.Output);
            throw;
        }
    }

    private static async Task<List<string>> OnTheirWayAsync(LoopStage stage, int rounds)
    {
        (string Database, string Sql, long Wanted)[] all =
        [
            .. stage.Databases.Keys.Select(database => (database, "select count(*) from outbox", 0L)),
            ("vas", "select count(*) from complaint_facts where upheld_period is not null", rounds * Loops),
            ("vas", "select count(*) from case_refunds where granted_at is not null", rounds * Loops),
            ("vas", "select count(*) from partner_events where type = 'subscription.confirmed'", rounds * Loops),
            // What is held waits for the morning.
            ("notifications", "select count(*) from messages where status in ('Waiting', 'Sending', 'Accepted')", 0),
        ];
        var open = new List<string>();
        foreach (var (database, sql, wanted) in all)
        {
            if (await stage.CountAsync(database, sql) is var count && count != wanted)
            {
                open.Add($"{database}: {sql}: {count} instead of {wanted}");
            }
        }

        return open;
    }

    private static async Task EachIsCompleteOnceAsync(LoopStage stage, int rounds)
    {
        var all = rounds * Loops;
        foreach (
            var (database, sql) in new[]
            {
                ("vas", "select count(*) from vas_subscriptions"),
                ("vas", "select count(distinct (line_id, service_id)) from vas_subscriptions where status = 'Active'"),
                ("vas", "select count(*) from prompt_answers where outcome = 'Confirmed'"),
                ("vas", "select max(sequence) from consent_records"),
                ("vas", "select count(distinct subscription_id) from consent_records"),
                ("vas", "select count(*) from vas_charges"),
                ("vas", "select count(distinct subscription_id) from vas_charges where status = 'Posted'"),
                ("vas", "select count(*) from complaint_facts"),
                ("vas", "select count(distinct complaint_id) from case_refunds"),
                ("vas", "select count(*) from case_refunds"),
                ("billing", "select count(*) from third_party_charges"),
                ("billing", "select count(*) from ledger_entries where business_key like 'vas:%'"),
                ("billing", "select count(*) from compensations"),
                ("billing", "select count(distinct complaint_id) from compensations where status = 'Granted'"),
                ("complaints", "select count(*) from complaints"),
                ("complaints", "select count(*) from complaints where status = 'Closed'"),
            }
        )
        {
            (await stage.CountAsync(database, sql)).ShouldBe(all, sql);
        }

        (
            await stage.CountAsync(
                "billing",
                "select count(*) from (select from ledger_postings group by entry_id having sum(amount) <> 0) unbalanced"
            )
        ).ShouldBe(0);
        (
            await stage.CountAsync("billing", "select sum(amount) from ledger_postings where ledger_account = '1123'")
        ).ShouldBe((long)(all * ProviderLoops.Price));
        Prompts(stage).ShouldAllBe(prompts => prompts.Value == rounds, "each phone was asked once for each service");
    }

    /// <summary>How many prompts each line's phone got.</summary>
    private static Dictionary<string, int> Prompts(LoopStage stage)
    {
        var asked = File.ReadAllLines(Path.Combine(stage.Kannel.Folder, "phones.log"))
            .Where(IsPrompt)
            .CountBy(line => line.Split(' ', 6)[3])
            .ToDictionary();
        return Enumerable
            .Range(1, Loops)
            .Select(ProviderLoops.Line)
            .ToDictionary(line => line, asked.GetValueOrDefault);
    }

    /// <summary>Each fifth customer of the seed speaks English.</summary>
    private static bool IsPrompt(string line) =>
        line.Contains("回复是确认", StringComparison.Ordinal) || line.Contains("Reply 是 by", StringComparison.Ordinal);

    private static async Task TheFeedHasEachOnceWithoutAGapAsync(
        LoopStage stage,
        PersistentCaller caller,
        Guid provider,
        int rounds,
        CancellationToken ct
    )
    {
        var token = stage.Token(Roles.Partner, partner: provider);
        var feed = new List<JsonElement>();
        for (var (cursor, hasMore) = ("0", true); hasMore; )
        {
            var path = $"/api/vas/v1/partnerEvents?after={cursor}&limit=500";
            var page = await caller.AskAsync(HttpMethod.Get, stage.Vas, path, token, body: null, key: null, ct);
            feed.AddRange(page.GetProperty("events").EnumerateArray());
            (cursor, hasMore) = (page.GetProperty("nextCursor").GetString()!, page.GetProperty("hasMore").GetBoolean());
        }

        feed.Select(it => it.GetProperty("sequence").GetString())
            .ShouldBe(Enumerable.Range(1, feed.Count).Select(place => $"{place:D12}"), "no gap");
        feed.Select(it => it.GetProperty("id").GetString()).ShouldBeUnique();
        var confirmed = feed.Where(it => it.GetProperty("type").GetString() == "subscription.confirmed").ToList();
        confirmed.Count.ShouldBe(rounds * Loops);
        confirmed.Select(it => it.GetProperty("subject").GetString()).ShouldBeUnique();
    }

    private static async Task<TimeSpan> TimedAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task WriteReportAsync(
        ProviderLoops calm,
        TimeSpan calmTook,
        ProviderLoops killed,
        TimeSpan killedTook
    )
    {
        if (Report is not null)
        {
            await File.WriteAllTextAsync(
                Report,
                JsonSerializer.Serialize(
                    new
                    {
                        loops = Loops,
                        calm = Figures(calm, calmTook),
                        killed = Figures(killed, killedTook),
                    },
                    JsonSerializerOptions.Web
                ),
                TestContext.Current.CancellationToken
            );
        }
    }

    private static object Figures(ProviderLoops loops, TimeSpan took)
    {
        var sorted = loops.Took.Order().Select(it => it.TotalSeconds).ToList();
        return new
        {
            seconds = took.TotalSeconds,
            p50 = sorted[sorted.Count / 2],
            p99 = sorted[(int)(0.99 * (sorted.Count - 1))],
        };
    }
}
