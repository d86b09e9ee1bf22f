using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Npgsql;
using ServiceDefaults.Chaos;
using Shouldly;
using Testing;
using Xunit;

namespace Chaos.Tests;

/// <summary>
/// B7: one bill run is planned by a process that dies before it can say so. Then the same plan is carried out twice, each
/// in its own copy of the database: once undisturbed, once by processes that die at one point after the other.
/// </summary>
public sealed class BillRunDeaths(Platform platform) : IAsyncLifetime
{
    /// <summary>How many accounts are billed: few in ./test, BILL_RUN_ACCOUNTS=20000 ./test BillRunKilled for the figure of B7.</summary>
    public static int Accounts { get; } =
        int.Parse(Environment.GetEnvironmentVariable("BILL_RUN_ACCOUNTS") ?? "300", CultureInfo.InvariantCulture);

    private static readonly int Within = 120 + (Accounts / 50);

    /// <summary>At its second passing, so that something was before and comes after; the end of a run comes once.</summary>
    private static readonly (string Point, int Passing)[] AfterPlanning =
    [
        (KillPoint.BillPortionClaimed, 2),
        (KillPoint.BillPortionCopied, 2),
        (KillPoint.BillPortionCommitted, 2),
        (KillPoint.BillRunBeforeFinish, 1),
        (KillPoint.BillsToldBeforeCommit, 1),
    ];

    private NpgsqlDataSource _killed = null!;
    private NpgsqlDataSource _calm = null!;
    private EventTap<BillIssued> _tap = null!;

    public static IReadOnlyList<string> Points { get; } =
    [KillPoint.BillRunPlanned, .. AfterPlanning.Select(death => death.Point)];

    /// <summary>With which code the process that was to die at a point ended.</summary>
    public Dictionary<string, int> ExitCodes { get; } = [];

    /// <summary>Everything a run writes, as a digest per table.</summary>
    public IReadOnlyList<string> Calm { get; private set; } = [];

    public IReadOnlyList<string> Killed { get; private set; } = [];

    public IReadOnlyList<Heard<BillIssued>> Said => _tap.Heard;

    public async ValueTask InitializeAsync()
    {
        await platform.OnlyAsync(); // nobody else: two cores
        var messaging = await platform.Servers.NewVirtualHostAsync();
        await platform.Servers.CreateDatabaseAsync("bills_killed");
        _killed = Open("bills_killed");
        _tap = await EventTap<BillIssued>.OpenAsync(messaging);
        await platform.NewBilling("bills_killed", messaging).MigrateAsync(seed: $"{Accounts}");
        var month = await UseAsync();
        var nextMonth = NextMonth(month);
        var replica = platform.NewBilling("bills_killed", messaging, nextMonth);

        await replica.StartAsync(killAt: KillPoint.BillRunPlanned);
        await replica.SettledAsync();
        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(replica, month));
        ExitCodes.Add(KillPoint.BillRunPlanned, await replica.DeathAsync(Within));
        await CopyAsync();

        var calm = platform.NewBilling("bills_calm", await platform.Servers.NewVirtualHostAsync(), nextMonth);
        await calm.MigrateAsync(seed: "none");
        await calm.StartAsync();
        await FinishedAsync(_calm);
        calm.Kill();

        foreach (var (point, passing) in AfterPlanning)
        {
            await replica.StartAsync(killAt: $"{point}:{passing}");
            ExitCodes.Add(point, await replica.DeathAsync(Within));
        }

        await replica.StartAsync();
        await FinishedAsync(_killed);
        await Eventually.TrueAsync(
            async () => await ScalarAsync<long>(_killed, "select count(*) from outbox") == 0,
            "an empty outbox",
            Within
        );
        replica.Kill();
        (Calm, Killed) = (await DigestsAsync(_calm), await DigestsAsync(_killed));
    }

    public async ValueTask DisposeAsync()
    {
        await _tap.DisposeAsync();
        await _killed.DisposeAsync();
        await _calm.DisposeAsync();
    }

    public Task<long> BillsAsync() => ScalarAsync<long>(_killed, "select count(*) from bills");

    private NpgsqlDataSource Open(string database) =>
        NpgsqlDataSource.Create($"{platform.Servers.Database(database)};Pooling=false");

    /// <summary>
    /// Usage of every mobile line, within its plan and beyond, and some of the month before that came in late; and on
    /// each a third party's charge.
    /// </summary>
    /// <returns>The month of the seed.</returns>
    private async Task<DateOnly> UseAsync()
    {
        await using var command = _killed.CreateCommand(
            """
            with used as (
              insert into usage_totals (subscription_id, period, kind, quantity, records)
              select s.id, to_char(s.starts_on - m.earlier, 'YYYY-MM'), k.kind,
                     round(row_number() over (order by s.id, m.earlier, k.kind) * k.step / 7, 3), 1
                from subscriptions s
                join lines l on l.id = s.line_id and l.kind = 'Mobile'
               cross join (values ('Voice', 13), ('Sms', 5), ('Data', 1711)) k (kind, step)
               cross join (values (0), (1)) m (earlier)
            ), entries as (
              insert into ledger_entries (id, kind, business_key, booked_at, narrative)
              select s.id, 'Charge', 'vas:' || s.id, now(), 'Weather by Sky'
                from subscriptions s join lines l on l.id = s.line_id and l.kind = 'Mobile'
            ), postings as (
              insert into ledger_postings (entry_id, seq, ledger_account, account_id, amount, currency)
              select s.id, side.seq, side.ledger_account, case side.seq when 1 then s.account_id end, side.amount, 'CNY'
                from subscriptions s join lines l on l.id = s.line_id and l.kind = 'Mobile'
               cross join (values (1, '1123', 8), (2, '2241', -8)) side (seq, ledger_account, amount)
            ), charges as (
              insert into third_party_charges (id, version, business_key, account_id, line_id, provider_id,
                                               provider_name_zh, provider_name_en, service_id, service_name_zh,
                                               service_name_en, amount, currency, occurred_at, period, status,
                                               posted_at, entry_id)
              select s.id, 1, 'vas:' || s.id, s.account_id, s.line_id, s.id, '天空', 'Sky', s.id, '天气', 'Weather', 8,
                     'CNY', now(), to_char(s.starts_on, 'YYYY-MM'), 'Posted', now(), s.id
                from subscriptions s join lines l on l.id = s.line_id and l.kind = 'Mobile'
            )
            select min(starts_on) from subscriptions
            """
        );
        return (DateOnly)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>A business time on the third day after the month.</summary>
    private string NextMonth(DateOnly month)
    {
        var then = new DateTimeOffset(month.AddMonths(1).AddDays(2), TimeOnly.MinValue, TimeSpan.Zero);
        var file = Path.Combine(platform.Servers.Folder("bills-clock"), "business-time");
        var ahead = then - TimeProvider.System.GetUtcNow();
        File.WriteAllText(file, ahead.Ticks.ToString(CultureInfo.InvariantCulture));
        return file;
    }

    private async Task AskAsync(Replica replica, DateOnly month)
    {
        using var finance = new HttpClient { BaseAddress = replica.Address };
        finance.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            platform.Token("finance")
        );
        var period = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        using var answer = await finance.PostAsJsonAsync("/api/billing/v1/billRuns", new { period });
        answer.IsSuccessStatusCode.ShouldBeFalse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A template must be nobody's: the dead process's connections take a moment to go.</summary>
    private async Task CopyAsync()
    {
        await Eventually.TrueAsync(
            async () =>
                await ScalarAsync<long>(
                    _killed,
                    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                ) == 0,
            "the end of the dead process's connections"
        );
        await platform.Servers.CreateDatabaseAsync("bills_calm", template: "bills_killed");
        _calm = Open("bills_calm");
    }

    private static Task FinishedAsync(NpgsqlDataSource database) =>
        Eventually.TrueAsync(
            async () =>
                await ScalarAsync<bool>(
                    database,
                    "select status = 'Finished' and not exists (select from bill_run_portions where told_at is null) from bill_runs"
                ),
            "the end of the bill run and of its telling",
            Within
        );

    private static async Task<IReadOnlyList<string>> DigestsAsync(NpgsqlDataSource database)
    {
        var digests = new List<string>();
        foreach (
            var table in new[]
            {
                "bills",
                "bill_lines",
                "ledger_entries",
                "ledger_postings",
                "usage_totals",
                "third_party_charges",
                "bill_number_series",
                "bill_run_accounts",
            }
        )
        {
            var digest = await ScalarAsync<string>(
                database,
                $"select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') from {table} t"
            );
            digests.Add($"{table} {digest}");
        }

        return digests;
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}

public sealed class BillRunKilled(BillRunDeaths deaths) : IClassFixture<BillRunDeaths>
{
    public static TheoryData<string> Points() => [.. BillRunDeaths.Points];

    [Theory]
    [MemberData(nameof(Points))]
    public void B7_the_process_died_at_its_point_by_kill_9(string point) =>
        deaths.ExitCodes[point].ShouldBe(Replica.Killed);

    [Fact]
    public void B7_killed_at_every_point_it_leaves_the_same_bytes_as_undisturbed() =>
        deaths.Killed.ShouldBe(deaths.Calm);

    [Fact]
    public async Task B7_every_account_has_its_bill_and_each_was_said_under_one_message_id()
    {
        (await deaths.BillsAsync()).ShouldBe(BillRunDeaths.Accounts);
        deaths.Said.Select(said => said.Event.BillId).Distinct().Count().ShouldBe(BillRunDeaths.Accounts);
        deaths
            .Said.Select(said => said.MessageId)
            .Distinct()
            .Count()
            .ShouldBe(BillRunDeaths.Accounts, "a copy under one id is known");
    }
}
