using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.BillRuns;

/// <summary>
/// The limit: the same bills by one statement of hand-written SQL (<c>bills.sql</c>), in one transaction, into copies of
/// our tables in the same database, held to the same indexes, checks, foreign keys and zero sums.
/// </summary>
internal sealed class BillsInSql(NpgsqlDataSource database, string sql)
{
    private const string Prepare = """
        create schema bench;
        create table bench.bills           (like public.bills including all);
        create table bench.bill_lines      (like public.bill_lines including all);
        create table bench.ledger_entries  (like public.ledger_entries including all);
        create table bench.ledger_postings (like public.ledger_postings including all);
        create table bench.usage_totals    (like public.usage_totals including all);
        create table bench.month (period text, year text, first_day date, last_day date, bill_date date, due_on date, run_id uuid);
        set local search_path = bench, public;
        do $$
        declare
          foreign_key record;
        begin
          for foreign_key in
            select c.relname, pg_get_constraintdef(k.oid) as definition
              from pg_constraint k join pg_class c on c.oid = k.conrelid
             where k.contype = 'f' and c.relnamespace = 'public'::regnamespace
               and c.relname in ('bills', 'bill_lines', 'ledger_entries', 'ledger_postings', 'usage_totals')
          loop
            execute format('alter table bench.%I add %s', foreign_key.relname, replace(foreign_key.definition, 'public.', ''));
          end loop;
        end
        $$;
        create constraint trigger sum_to_zero after insert on bench.ledger_postings
          deferrable initially deferred for each row execute function public.refuse_unbalanced_entry();
        insert into public.bill_runs (id, version, period, status, bill_date, due_on, first_number, accounts,
                                      requested_by, requested_at, started_at)
        values ('0190f003-0000-7000-8000-000000000000', 1, '1999-12', 'Finished', '2000-01-01', '2000-01-20', 1, 0,
                'bench', now(), now());
        """;

    private const string Empty = """
        truncate bench.bills, bench.bill_lines, bench.ledger_entries, bench.ledger_postings, bench.usage_totals, bench.month;
        insert into bench.usage_totals select * from public.usage_totals;
        """;

    private const string Month = """
        insert into bench.month
        select $1, left($1, 4), first, (first + interval '1 month')::date - 1, (first + interval '1 month')::date,
               (first + interval '1 month')::date + 20, '0190f003-0000-7000-8000-000000000000'
          from to_date($1, 'YYYY-MM') first
        """;

    private const string Differences = """
        select (select coalesce(sum(amount_due), 0) from public.bills where period = $1),
               (select coalesce(sum(amount_due), 0) from bench.bills where period = $1),
               (select count(*)
                  from (select account_id, amount_due from public.bills where period = $1) ours
                  full join (select account_id, amount_due from bench.bills where period = $1) theirs using (account_id)
                 where ours.amount_due is distinct from theirs.amount_due)
        """;

    public static async Task<BillsInSql> PrepareAsync(NpgsqlDataSource database, string folder)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var all = await connection.BeginTransactionAsync();
        await RunAsync(connection, Prepare);
        await all.CommitAsync();
        return new(database, await File.ReadAllTextAsync(Path.Combine(folder, "bills.sql")));
    }

    /// <returns>Bills per second, from the transaction's begin to its commit.</returns>
    public async Task<double> BillAsync(string period)
    {
        await using var connection = await database.OpenConnectionAsync();
        await RunAsync(connection, Empty);
        await RunAsync(connection, Month, period);
        await RunAsync(connection, "vacuum analyze bench.usage_totals, bench.month"); // or the planner takes a month for thousands

        var began = Stopwatch.GetTimestamp();
        await using var all = await connection.BeginTransactionAsync();
        await RunAsync(
            connection,
            "set local search_path = bench, public; set local work_mem = '64MB'; set local jit = off"
        );
        await RunAsync(connection, sql);
        await all.CommitAsync();
        var took = Stopwatch.GetElapsedTime(began);

        await using var bills = new NpgsqlCommand("select count(*) from bench.bills", connection);
        return (long)(await bills.ExecuteScalarAsync())! / took.TotalSeconds;
    }

    /// <summary>What is not the same sum is not the same work.</summary>
    /// <returns>What all bills of the month come to, in yuan.</returns>
    /// <exception cref="IOException">The totals, or any account's sums, are not the same to the fen.</exception>
    public async Task<decimal> SameSumsAsync(string period)
    {
        await using var command = database.CreateCommand(Differences);
        command.Parameters.Add(new() { Value = period });
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        var (ours, theirs, accounts) = (row.GetDecimal(0), row.GetDecimal(1), row.GetInt64(2));
        return ours == theirs && accounts == 0 && ours > 0
            ? ours
            : throw new IOException(
                $"Our bills come to {ours}, those in SQL to {theirs}; {accounts} accounts have other sums."
            );
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statements, params object[] values)
    {
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 600 };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
