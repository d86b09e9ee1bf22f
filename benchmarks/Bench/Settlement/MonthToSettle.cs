using System;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.Settlement;

/// <summary>A month of charges, complaints and refunds in the running Vas, and its settlement as finance asks for it.</summary>
internal sealed class MonthToSettle(NpgsqlDataSource database, HttpClient gateway, string token)
{
    public const string Period = "2025-11";
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Providers differ in size and in complaints: none, too few for a rate, and every grade; half of the complaints were
    /// refunded to the customer.
    /// </summary>
    public async Task FillAsync(int providers, int charges)
    {
        await RunAsync(
            """
            insert into providers (id, version, number, name_zh, name_en, status, score, sales_suspended, definition, currency,
                                   contacts, service_count, applied_by, applied_at, decided_by, decided_at, last_update)
            select md5('provider ' || n)::uuid, 1, format('SP-B%s', lpad(n::text, 4, '0')), '甲' || n, 'Provider ' || n, 'Active',
                   100, false, 'upheld-v1', 'CNY',
                   '[]', 0, 'finance-1', now(), 'finance-2', now(), now()
              from generate_series(1, $1) n
            """,
            providers
        );
        await RunAsync(
            """
            insert into vas_subscriptions (id, version, service_id, provider_id, account_id, line_id, service_number, status, price,
                                           currency, period, requested_at, confirmed_at)
            select md5('subscription ' || n)::uuid, 1, md5('service ' || n % $1)::uuid, md5('provider ' || 1 + n % $1)::uuid,
                   md5('account ' || n)::uuid, md5('line ' || n)::uuid, '139' || lpad(n::text, 8, '0'), 'Active', 8, 'CNY', 'Month',
                   '2025-06-01', '2025-06-01'
              from generate_series(1, $2) n
            """,
            providers,
            charges / 5
        );
        await RunAsync(
            """
            insert into vas_charges (id, provider_id, service_id, subscription_id, account_id, line_id, provider_key, amount, currency,
                                     charged_at, month, status)
            select gen_random_uuid(), md5('provider ' || 1 + least(n % $1, n / 7 % $1))::uuid, md5('service ' || n % $1)::uuid,
                   md5('subscription ' || 1 + n % ($2 / 5))::uuid, md5('account ' || n)::uuid, md5('line ' || n)::uuid, 'bench ' || n,
                   (1 + n * 37 % 6000) / 100.0, 'CNY', timestamptz '2025-11-10' + n % 86400 * interval '1 s', $3,
                   case when n % 50 = 0 then 'Reversed' else 'Posted' end
              from generate_series(1, $2) n
            """,
            providers,
            charges,
            Period
        );
        await RunAsync(
            """
            insert into complaint_facts (complaint_id, version, case_number, ticket_type, service_version, provider_id, closed_at, outcome,
                                         closed_version, is_upheld, responsible, found_at, found_version, all_period, upheld_period)
            select md5(format('complaint %s %s', p, n))::uuid, 5, format('C-%s-%s', p, n), 'complaint', 1,
                   md5('provider ' || p)::uuid, '2025-11-12', 'closed', 5, true, 'provider', '2025-11-11', 4, $2, $2
              from generate_series(1, $1) p, generate_series(1, p % 30) n
            """,
            providers,
            Period
        );
        await RunAsync(
            """
            insert into case_refunds (compensation_id, complaint_id, amount, currency, granted_at)
            select md5('refund ' || complaint_id)::uuid, complaint_id, 40, 'CNY', '2025-11-11'
              from complaint_facts where hashtext(case_number) % 2 = 0
            """
        );
        await RunAsync("vacuum analyze"); // or autovacuum comes in the middle of a figure
    }

    /// <returns>How long, from the request to its answer, which is after the commit.</returns>
    public async Task<TimeSpan> SettleAsync()
    {
        using var limit = new CancellationTokenSource(Within);
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri("/api/vas/v1/settlementRuns", UriKind.Relative)
        )
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = JsonContent.Create(new { period = Period }),
        };
        var began = Stopwatch.GetTimestamp();
        using var answer = await gateway.SendAsync(request, limit.Token);
        var took = Stopwatch.GetElapsedTime(began);
        return answer.IsSuccessStatusCode
            ? took
            : throw new IOException(
                $"The run answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(limit.Token)}"
            );
    }

    /// <summary>As if it had not been settled, and nothing waits to be told any more.</summary>
    public async Task ForgetAsync()
    {
        await RunAsync("delete from statement_lines");
        await RunAsync("delete from statements");
        await RunAsync("delete from settlement_runs");
        await RunAsync("vacuum analyze statement_lines, statements");
        var began = Stopwatch.GetTimestamp();
        while (await CountAsync("select count(*) from outbox") > 0)
        {
            if (Stopwatch.GetElapsedTime(began) > Within)
            {
                throw new TimeoutException("The outbox does not empty.");
            }

            await Task.Delay(100);
        }
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task RunAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 600;
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
