using System;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.BillRuns;

/// <summary>How a bill run went.</summary>
/// <param name="Began">Timestamp of the request.</param>
/// <param name="PerSecond">Bills per second from the request to the answer that says finished.</param>
/// <param name="OwnPerSecond">What the run says of itself: to its last portion's commit.</param>
internal sealed record Billed(int Bills, long Began, double PerSecond, decimal OwnPerSecond);

/// <summary>The seeded operator's current month: its usage, its end, and its bill run as finance asks for it.</summary>
internal sealed class MonthToBill(string period)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>What the run is asked for, yyyy-MM.</summary>
    public string Period => period;

    public static async Task<MonthToBill> OfAsync(GatewayClient ops) =>
        new((await NowAsync(ops)).ToString("yyyy-MM", CultureInfo.InvariantCulture));

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
    public static async Task EndAsync(GatewayClient ops)
    {
        var now = await NowAsync(ops);
        var night = new DateTimeOffset(now.Year, now.Month, 1, 2, 0, 0, China).AddMonths(1);
        var hours = decimal.Round((decimal)(night - now).Ticks / TimeSpan.TicksPerHour, 6);
        await ops.PostAsync("/api/platform/v1/businessTime", new { hours });
    }

    /// <summary>Until every bill stands, which is what is timed, and then until all are told of.</summary>
    public async Task<Billed> BillAsync(GatewayClient finance)
    {
        var began = Stopwatch.GetTimestamp();
        var href = (await finance.PostAsync("/api/billing/v1/billRuns", new { period })).Text("href");
        var run = await UntilAsync(finance, href, run => run.GetProperty("status").GetString() == "finished");
        var took = Stopwatch.GetElapsedTime(began);
        await UntilAsync(
            finance,
            href,
            run => run.GetProperty("told").GetInt32() == run.GetProperty("done").GetInt32()
        );
        var bills = run.GetProperty("done").GetInt32();
        return new(bills, began, bills / took.TotalSeconds, run.GetProperty("billsPerSecond").GetDecimal());
    }

    private static async Task<JsonElement> UntilAsync(
        GatewayClient finance,
        string href,
        Predicate<JsonElement> reached
    )
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var run = (await finance.GetAsync(href)).Body;
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

    private static async Task<DateTimeOffset> NowAsync(GatewayClient ops) =>
        (await ops.GetAsync("/api/platform/v1/businessTime"))
            .Body.GetProperty("businessTime")
            .GetDateTimeOffset()
            .ToOffset(China);
}
