using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.Settlement;

/// <summary>
/// The limit: the same statements by one statement of hand-written SQL (<c>settlement.sql</c>), in one transaction, into
/// copies of our tables in the same database, held to the same indexes, checks and foreign keys.
/// </summary>
internal sealed class MonthInHand(NpgsqlDataSource database, string sql)
{
    private const string Prepare = """
        create schema bench;
        create table bench.statements      (like public.statements including all);
        create table bench.statement_lines (like public.statement_lines including all);
        alter table bench.statement_lines add foreign key (statement_id) references bench.statements (id);
        create table bench.month (period text, starts_at timestamptz, ends_at timestamptz);
        insert into bench.month values ('2025-11', '2025-10-31 16:00Z', '2025-11-30 16:00Z');
        analyze bench.month;
        """;

    private const string Differences = """
        select (select coalesce(sum(payable), 0) from public.statements),
               (select count(*)
                  from (select s.provider_id, l.seq, l.kind, l.basis, l.rate, l.amount, l.complaint_ids
                          from public.statements s join public.statement_lines l on l.statement_id = s.id) ours
                  full join (select s.provider_id, l.seq, l.kind, l.basis, l.rate, l.amount, l.complaint_ids
                               from bench.statements s join bench.statement_lines l on l.statement_id = s.id) theirs
                    using (provider_id, seq)
                 where (ours.kind, ours.basis, ours.rate, ours.amount, ours.complaint_ids)
                       is distinct from (theirs.kind, theirs.basis, theirs.rate, theirs.amount, theirs.complaint_ids))
        """;

    public static async Task<MonthInHand> PrepareAsync(NpgsqlDataSource database, string folder)
    {
        await using var connection = await database.OpenConnectionAsync();
        await RunAsync(connection, Prepare);
        return new(database, await File.ReadAllTextAsync(Path.Combine(folder, "settlement.sql")));
    }

    /// <returns>How long, from the transaction's begin to its commit.</returns>
    public async Task<TimeSpan> SettleAsync()
    {
        await using var connection = await database.OpenConnectionAsync();
        await RunAsync(connection, "truncate bench.statement_lines, bench.statements");
        var began = Stopwatch.GetTimestamp();
        await using var all = await connection.BeginTransactionAsync();
        await RunAsync(connection, "set local search_path = bench, public; set local jit = off");
        await RunAsync(connection, sql);
        await all.CommitAsync();
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>What is not the same to the fen, line by line and complaint by complaint, is not the same work.</summary>
    /// <returns>What all statements come to, in yuan.</returns>
    public async Task<decimal> SameSumsAsync()
    {
        await using var command = database.CreateCommand(Differences);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        var (ours, lines) = (row.GetDecimal(0), row.GetInt64(1));
        return lines == 0 && ours > 0
            ? ours
            : throw new IOException($"{lines} lines are not the same; ours come to {ours}.");
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statements)
    {
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
