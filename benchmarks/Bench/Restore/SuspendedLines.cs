using System;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.Restore;

/// <summary>
/// Accounts of our own, one line each, that Billing has suspended for a bill of 10 yuan. Numbers of several runs differ
/// by their first one.
/// </summary>
internal static class SuspendedLines
{
    public const decimal Owed = 10;

    public static string AccountId(int n) => $"0190f000-0000-7000-8000-{n:x12}";

    public static string LineId(int n) => $"0190f001-0000-7000-8000-{n:x12}";

    public static string ServiceNumber(int n) => $"199{n:00000000}";

    /// <summary>Everything that credit control would have left behind, in one transaction.</summary>
    public static async Task FillAsync(NpgsqlDataSource database, int from, int count)
    {
        string[] statements =
        [
            """
                insert into bill_runs (id, version, period, status, bill_date, due_on, first_number, accounts,
                                       requested_by, requested_at, started_at)
                values ('0190f003-0000-7000-8000-000000000000', 1, '1999-12', 'Finished', '2000-01-01', '2000-01-20', 1, 0,
                        'bench', now(), now())
                    on conflict do nothing
                """,
            """
                insert into accounts (id, version, number, customer_name, customer_group, contact_language, opened_at)
                select format('0190f000-0000-7000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid, 1, format('R%s', n), '测试',
                       'Residential', 'zh', now()
                  from generate_series($1, $1 + $2 - 1) n
                """,
            """
                insert into lines (id, account_id, service_number, kind)
                select format('0190f001-0000-7000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid,
                       format('0190f000-0000-7000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid,
                       format('199%s', lpad(n::text, 8, '0')), 'Mobile'
                  from generate_series($1, $1 + $2 - 1) n
                """,
            """
                insert into bills (id, version, number, run_id, account_id, period, bill_date, due_on, currency, amount_due,
                                   own_charges, status, issued_at)
                select format('0190f002-0000-7000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid, 1, format('R-%s', n),
                       '0190f003-0000-7000-8000-000000000000',
                       format('0190f000-0000-7000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid, '1999-12', current_date - 60,
                       current_date - 40, 'CNY', 10, 10, 'Sent', now() - interval '60 days'
                  from generate_series($1, $1 + $2 - 1) n
                """,
            """
                insert into bill_lines (bill_id, seq, kind, line_id, period, name_zh, name_en, amount)
                select format('0190f002-0000-7000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid, 1, 'Recurring',
                       format('0190f001-0000-7000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid, '1999-12', '月租', 'Monthly fee',
                       10
                  from generate_series($1, $1 + $2 - 1) n
                """,
            """
                insert into line_standings (line_id, version, account_id, service_number, line_kind, status, suspended_at)
                select id, 2, account_id, service_number, kind, 'Suspended', now() - interval '10 days'
                  from lines
                 where service_number between format('199%s', lpad($1::text, 8, '0'))
                                          and format('199%s', lpad(($1 + $2 - 1)::text, 8, '0'))
                """,
        ];
        await using var connection = await database.OpenConnectionAsync();
        await using var all = await connection.BeginTransactionAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection, all) { CommandTimeout = 300 };
            if (sql.Contains("$1", StringComparison.Ordinal))
            {
                command.Parameters.Add(new() { Value = from });
                command.Parameters.Add(new() { Value = count });
            }

            await command.ExecuteNonQueryAsync();
        }

        await all.CommitAsync();
    }
}
