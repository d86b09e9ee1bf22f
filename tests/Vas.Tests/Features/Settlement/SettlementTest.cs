using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Testing;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Features.Settlement;

/// <summary>The steps of a provider's month, for tests that settle one.</summary>
public abstract class SettlementTest(VasFixture platform)
{
    protected VasFixture Platform { get; } = platform;

    protected const string Statements = "/api/vas/v1/statements";
    protected static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>Inside the month that is settled; business time then moves on to the next.</summary>
    protected DateTimeOffset Now => Platform.Now;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected static Uri Path(string path) => new(path, UriKind.Relative);

    protected static List<string> LinesOf(JsonElement statement) =>
        [
            .. statement
                .GetProperty("lines")
                .EnumerateArray()
                .Select(line =>
                    FormattableString.Invariant(
                        $"{line.GetProperty("kind").GetString()} {line.GetProperty("basis").GetDecimal():0.00} {line.GetProperty("amount").GetDecimal():0.00} {line.GetProperty("complaints").GetArrayLength()}"
                    )
                ),
        ];

    protected static async Task<JsonElement> DraftAsync(HttpClient finance, SettlementMonth month)
    {
        using var answer = await finance.PostAsJsonAsync(
            Path("/api/vas/v1/settlementRuns"),
            new { period = $"{month}" },
            Ct
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    protected static async Task<JsonElement[]> ListAsync(HttpClient client, SettlementMonth month) =>
        (await client.GetFromJsonAsync<JsonElement[]>(Path($"{Statements}?period={month}"), Ct))!;

    protected static async Task<JsonElement> StatementAsync(HttpClient partner, SettlementMonth month) =>
        (await ListAsync(partner, month)).Single();

    protected static async Task IssueAsync(HttpClient finance, JsonElement statement)
    {
        using var answer = await finance.PostAsync(
            Path($"{Statements}/{statement.GetProperty("id").GetGuid()}/issue"),
            null,
            Ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
    }

    protected static async Task<string?> CodeAsync(HttpClient client, string path, object? body = null)
    {
        using var answer = await client.PostAsync(Path(path), body is null ? null : JsonContent.Create(body), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
    }

    private protected async Task<List<CaseOf>> ComplainAsync(ProviderRows provider, int count)
    {
        var cases = Enumerable.Range(0, count).Select(_ => CaseOf.About(Platform, provider)).ToList();
        foreach (var it in cases)
        {
            await it.FindAsync(Now);
            await it.CloseAsync(Now);
        }

        return cases;
    }

    protected Task HeardAsync(string sql) =>
        Eventually.TrueAsync(() => Platform.Vas.ScalarAsync<bool>(sql), "what was said is known");

    protected Task NextMonthAsync()
    {
        var ends = SettlementMonth.Of(Now, Shanghai).EndsAt(Shanghai);
        Platform.MoveBusinessTime(ends - Now + TimeSpan.FromHours(1));
        return Task.CompletedTask;
    }
}
