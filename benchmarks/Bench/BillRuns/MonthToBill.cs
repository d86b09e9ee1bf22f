using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.BillRuns;

/// <summary>How a bill run went.</summary>
/// <param name="PerSecond">Bills per second from the request to the answer that says finished.</param>
/// <param name="OwnPerSecond">What the run says of itself: to its last portion's commit.</param>
internal sealed record Billed(int Bills, double PerSecond, decimal OwnPerSecond);

/// <summary>The seeded operator's current month: its usage, its end, and its bill run as finance asks for it.</summary>
internal sealed class MonthToBill(HttpClient gateway, string period)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>What the run is asked for, yyyy-MM.</summary>
    public string Period => period;

    public static async Task<MonthToBill> OfAsync(HttpClient gateway, string token)
    {
        var now = await NowAsync(gateway, token);
        return new(gateway, now.ToString("yyyy-MM", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Every subscription used every kind that its plan prices: from a hundredth of the allowance to four times of it,
    /// a quarter of them within, the others through all tiers.
    /// </summary>
    public async Task UseAsync(NpgsqlDataSource database)
    {
        await using var fill = database.CreateCommand(
            """
            insert into usage_totals (subscription_id, period, kind, quantity, records)
            select s.id, $1, initcap(p.kind), p.allowance * (1 + s.n * 37 % 400) / 100, 1 + s.n % 60
              from (select id, catalogue_id, offering_id, row_number() over (order by id) as n from subscriptions) s
              join offerings o using (catalogue_id, offering_id)
             cross join lateral jsonb_to_recordset(o.price -> 'usage') as p (kind text, allowance numeric)
            """
        );
        fill.Parameters.Add(new() { Value = period });
        await fill.ExecuteNonQueryAsync();
        await using var analyze = database.CreateCommand("vacuum analyze"); // or autovacuum comes in the middle of a figure
        await analyze.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// To two in the morning of the first, when operators bill. It is quiet then: the messages of twenty thousand bills
    /// wait for the morning, and the simulated SMS centre is no part of the figure.
    /// </summary>
    public async Task EndAsync(string token)
    {
        var now = await NowAsync(gateway, token);
        var night = new DateTimeOffset(now.Year, now.Month, 1, 2, 0, 0, China).AddMonths(1);
        var hours = decimal.Round((decimal)(night - now).Ticks / TimeSpan.TicksPerHour, 6);
        await AskAsync(token, HttpMethod.Post, "/api/platform/v1/businessTime", new { hours });
    }

    /// <summary>Until every bill stands, which is what is timed, and then until all are told of.</summary>
    public async Task<Billed> BillAsync(string token)
    {
        var began = Stopwatch.GetTimestamp();
        var run = await AskAsync(token, HttpMethod.Post, "/api/billing/v1/billRuns", new { period });
        var href = run.GetProperty("href").GetString()!;
        run = await UntilAsync(token, href, run => run.GetProperty("status").GetString() == "finished");
        var took = Stopwatch.GetElapsedTime(began);
        await UntilAsync(token, href, run => run.GetProperty("told").GetInt32() == run.GetProperty("done").GetInt32());
        var bills = run.GetProperty("done").GetInt32();
        return new(bills, bills / took.TotalSeconds, run.GetProperty("billsPerSecond").GetDecimal());
    }

    private async Task<JsonElement> UntilAsync(string token, string href, Predicate<JsonElement> reached)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var run = await AskAsync(token, HttpMethod.Get, href);
            if (reached(run))
            {
                return run;
            }

            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"The bill run stands at {run}.");
            }

            await Task.Delay(Look);
        }
    }

    private static async Task<DateTimeOffset> NowAsync(HttpClient gateway, string token)
    {
        var time = await AskAsync(gateway, token, HttpMethod.Get, "/api/platform/v1/businessTime");
        return time.GetProperty("businessTime").GetDateTimeOffset().ToOffset(China);
    }

    private Task<JsonElement> AskAsync(string token, HttpMethod method, string path, object? body = null) =>
        AskAsync(gateway, token, method, path, body);

    private static async Task<JsonElement> AskAsync(
        HttpClient gateway,
        string token,
        HttpMethod method,
        string path,
        object? body = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = body is null ? null : JsonContent.Create(body),
        };
        using var answer = await gateway.SendAsync(request);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonElement>()
            : throw new IOException(
                $"{method} {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
            );
    }
}
