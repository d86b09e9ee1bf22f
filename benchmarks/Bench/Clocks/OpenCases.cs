using System;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.Clocks;

/// <summary>Open cases with three clocks each, as intake would leave them, straight into the database.</summary>
internal static class OpenCases
{
    /// <summary>
    /// A first start looks through all open cases for better limits. With none there it is done soon, and with ours in
    /// the table it would be what we measure.
    /// </summary>
    public static async Task LimitsAdoptedAsync(NpgsqlDataSource database)
    {
        await using var done = database.CreateCommand(
            "select coalesce(bool_and(done_at is not null), false) from policy_adoptions"
        );
        while (!(bool)(await done.ExecuteScalarAsync())!)
        {
            await Task.Delay(100);
        }
    }

    /// <summary>None has anything to fire for weeks; of a limit of one second no policy makes a better one.</summary>
    public static async Task FillAsync(NpgsqlDataSource database, int cases)
    {
        await using var connection = await database.OpenConnectionAsync();
        await RunAsync(
            connection,
            """
            with cases as (
              insert into complaints (id, version, case_number, ticket_type, severity, description, channel, status,
                  status_changed_at, owned_by, unit, account_check, account_checks, contact_phone, contact_language,
                  expected_resolution_at, opened_at, last_update)
              select gen_random_uuid(), 1, 'K-' || n, 'Fault', 'Major', '宽带每晚八点后断线', 'Hotline', 'InProgress',
                     now(), 'demo-agent', 'care-1', 'NotNeeded', 0, '13900000000', 'zh',
                     now() + interval '40 days', now(), now()
                from generate_series(1, $1) n
              returning id
            )
            insert into promise_clocks (complaint_id, kind, round, status, policy_key, jurisdiction, policy_version,
                amount, unit, counts, warn_share, started_at, warn_at, due_at, next_at)
            select id, kind, 1, 'Running', 'complaint.final', 'CN-national', 1,
                   1, 'Seconds', 'Calendar', 0.8, now(), now() + 0.8 * days * interval '1 day',
                   now() + days * interval '1 day', now() + 0.8 * days * interval '1 day'
              from cases, (values ('Acknowledgement', 20), ('FirstResult', 30), ('FinalAnswer', 40)) c (kind, days)
            """,
            cases
        );
        await RunAsync(connection, "vacuum analyze complaints, promise_clocks");
    }

    /// <summary>Some of them, spread over all, miss their final answer one after the other; the warning was before.</summary>
    public static async Task LetMissAsync(NpgsqlDataSource database, int alarms, DateTimeOffset from, TimeSpan every)
    {
        await using var connection = await database.OpenConnectionAsync();
        await RunAsync(
            connection,
            """
            update promise_clocks
               set warn_at = started_at, warned_at = started_at, due_at = moment, next_at = moment
              from (select id, $2 + $3 * row_number() over (order by id) as moment
                      from (select id from complaints where case_number like 'K-%' order by id limit $1) c) misses
             where complaint_id = id and kind = 'FinalAnswer'
            """,
            alarms,
            from,
            every
        );
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
