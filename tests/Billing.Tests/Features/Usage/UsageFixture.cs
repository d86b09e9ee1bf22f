using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Shouldly;
using Testing;
using Xunit;

namespace Billing.Tests.Features.Usage;

/// <summary>
/// Billing with the small operator, in the middle of a month of its own (business time), every plan two years old: each
/// test takes accounts that no other one uses.
/// </summary>
public sealed class UsageFixture : IAsyncLifetime
{
    public const string Batches = "/api/billing/v1/usageBatches";

    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<BillingDb> Billing { get; private set; } = null!;
    public EventTap<UsageThresholdReached> Reached { get; private set; } = null!;
    public EventTap<BillShockSuspected> Shocks { get; private set; } = null!;

    /// <summary>The 15th at noon, UTC, of a month to come.</summary>
    public DateTimeOffset Now { get; private set; }

    public string Period => PeriodOf(Now);

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var servers = await Servers.GetAsync();
        var messaging = await servers.NewVirtualHostAsync();
        var today = TimeProvider.System.GetUtcNow();
        Now = new DateTimeOffset(today.Year, today.Month, 15, 12, 0, 0, TimeSpan.Zero).AddMonths(1);
        var clock = Path.Combine(servers.Folder($"clock-{Guid.CreateVersion7():N}"), "business-time");
        await File.WriteAllTextAsync(clock, (Now - today).Ticks.ToString(CultureInfo.InvariantCulture));
        Reached = await EventTap<UsageThresholdReached>.OpenAsync(messaging);
        Shocks = await EventTap<BillShockSuspected>.OpenAsync(messaging);
        Billing = await RunningService<BillingDb>.StartAsync(
            Issuer,
            messaging,
            new Dictionary<string, string> { [BusinessClock.FileKey] = clock },
            seed: "20"
        );

        // The seeded plans are of this month and usage may be late: as if they had begun two years ago. Nobody may move
        // a plan, so the guard looks away for it.
        await ExecuteAsync("alter table subscriptions disable trigger subscriptions_keep_their_terms");
        await ExecuteAsync("update subscriptions set starts_on = starts_on - interval '2 years'");
        await ExecuteAsync("alter table subscriptions enable trigger subscriptions_keep_their_terms");
    }

    public async ValueTask DisposeAsync()
    {
        await Billing.DisposeAsync();
        await Shocks.DisposeAsync();
        await Reached.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    public static string PeriodOf(DateTimeOffset time) => time.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static Guid Account(int n) => Guid.Parse($"0190a000-0000-7000-8000-{n:x12}");

    /// <summary>The plan of the n-th account's mobile line.</summary>
    public static Guid Mobile(int n) => Guid.Parse($"0190d000-0000-7000-8000-{(n * 16) + 1:x12}");

    public static string Number(int n) => $"138{n:00000000}";

    public static Sent Voice(int n, decimal minutes, DateTimeOffset at, string? key = null) =>
        new(key ?? $"{Guid.CreateVersion7()}", Number(n), "voice", minutes, at);

    public async Task<JsonElement> UploadAsync(string source, params IEnumerable<Sent> records)
    {
        using var client = Billing.As(Roles.Service);
        return await UploadAsync(client, source, records);
    }

    public static async Task<JsonElement> UploadAsync(HttpClient client, string source, IEnumerable<Sent> records)
    {
        using var answer = await client.PostAsJsonAsync(
            Batches,
            new { source, records = records.ToArray() },
            TestContext.Current.CancellationToken
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>What the tables say of a plan's month: the total, how many records, and what they add up to.</summary>
    public async Task<(decimal Quantity, decimal Billed, long Records, decimal Stored, decimal Charge)> MonthAsync(
        Guid subscription,
        string kind,
        string period
    )
    {
        await using var ask = Billing.Database.CreateCommand(
            """
            select t.quantity, t.billed_quantity, t.records, sum(r.quantity), sum(r.charge)
              from usage_totals t join usage_records r using (subscription_id, period, kind)
             where t.subscription_id = $1 and t.kind = $2 and t.period = $3
             group by t.quantity, t.billed_quantity, t.records
            """
        );
        ask.Parameters.Add(new() { Value = subscription });
        ask.Parameters.Add(new() { Value = kind });
        ask.Parameters.Add(new() { Value = period });
        await using var row = await ask.ExecuteReaderAsync();
        return await row.ReadAsync()
            ? (row.GetDecimal(0), row.GetDecimal(1), row.GetInt64(2), row.GetDecimal(3), row.GetDecimal(4))
            : default;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Billing.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A record as a source sends it.</summary>
public sealed record Sent(
    string? SourceKey,
    string? ServiceNumber,
    string? Kind,
    decimal? Quantity,
    DateTimeOffset? OccurredAt,
    string? OtherParty = null
);
