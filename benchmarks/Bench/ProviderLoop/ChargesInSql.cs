using System;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.ProviderLoop;

/// <summary>
/// The limit: what a charge commits and nothing else, by hand-written SQL into copies of our tables with their indexes, in the
/// same two databases and the same three commits: decided and pending; in the books; posted, and said.
/// </summary>
internal sealed class ChargesInSql(NpgsqlDataSource vas, NpgsqlDataSource billing) : IAsyncDisposable
{
    private const string Pending = """
        with held as (
          select s.* from bench.vas_subscriptions s join bench.places p on p.id = s.id where p.place = $1
             for no key update of s
        ), used as (
          update bench.vas_subscriptions u set last_active_on = current_date, version = u.version + 1
            from held where u.id = held.id
        )
        insert into bench.vas_charges (id, provider_id, service_id, subscription_id, account_id, line_id, service_number,
                                       provider_key, amount, currency, occurred_at, charged_at, month, charged_for, status,
                                       due_at)
        select $2, provider_id, service_id, id, account_id, line_id, service_number, $2::text, price, currency, now(), now(),
               to_char(now(), 'YYYY-MM'), $2::text, 'Pending', now()
          from held
        """;

    private const string Booked = """
        with entry as (
          insert into bench.ledger_entries (id, kind, business_key, booked_at, narrative)
          values ($1, 'Charge', 'vas:' || $1::text, now(), 'Charge')
        ), postings as (
          insert into bench.ledger_postings (entry_id, seq, ledger_account, account_id, amount, currency)
          select $1, side.seq, side.ledger_account, case side.seq when 1 then $2 end, side.amount, 'CNY'
            from (values (1::smallint, '1123', 5.00), (2::smallint, '2241', -5.00)) side (seq, ledger_account, amount)
        )
        insert into bench.third_party_charges (id, version, business_key, account_id, line_id, provider_id, provider_name_zh,
                                               provider_name_en, service_id, service_name_zh, service_name_en, amount,
                                               currency, occurred_at, period, status, posted_at, entry_id)
        values ($1, 1, 'vas:' || $1::text, $2, $2, $2, '星河', 'Starriver', $2, '标准包月', 'Standard monthly', 5, 'CNY', now(),
                to_char(now(), 'YYYY-MM'), 'Posted', now(), $1)
        """;

    private const string Posted = """
        with said as (
          insert into bench.outbox (message_id, event_type, body, aggregate_id, aggregate_version, recorded_at)
          values ($1, 'ServiceCharged', jsonb_build_object('ChargeId', $1, 'Amount', 5.00), $1, 2, now())
        )
        update bench.vas_charges set status = 'Posted', posted_at = now(), version = 2, due_at = null where id = $1
        """;

    private int _next;

    public static async Task<ChargesInSql> PrepareAsync(Stage stage)
    {
        var (vas, billing) = (await stage.DatabaseAsync("vas"), await stage.DatabaseAsync("billing"));
        await RunAsync(
            vas,
            """
            create schema bench;
            create table bench.vas_subscriptions (like public.vas_subscriptions including all);
            create table bench.vas_charges (like public.vas_charges including all);
            create table bench.outbox (like public.outbox including all);
            insert into bench.vas_subscriptions select * from public.vas_subscriptions;
            create table bench.places as select id, row_number() over () as place from bench.vas_subscriptions;
            create unique index on bench.places (place);
            analyze;
            """
        );
        await RunAsync(
            billing,
            """
            create schema bench;
            create table bench.ledger_entries (like public.ledger_entries including all);
            create table bench.ledger_postings (like public.ledger_postings including all);
            create table bench.third_party_charges (like public.third_party_charges including all);
            """
        );
        return new(vas, billing);
    }

    /// <returns>Charges per second.</returns>
    public async Task<double> ChargeAsync(int count, int atOnce)
    {
        await using var subscriptions = vas.CreateCommand("select count(*) from bench.places");
        var subscribers = (int)(long)(await subscriptions.ExecuteScalarAsync())!;
        var began = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (_, _) =>
            {
                var (charge, place) = (Guid.CreateVersion7(), System.Threading.Interlocked.Increment(ref _next));
                await RunAsync(vas, Pending, (long)(1 + (place % subscribers)), charge);
                await RunAsync(billing, Booked, charge, Guid.CreateVersion7());
                await RunAsync(vas, Posted, charge);
            }
        );
        return count / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await vas.DisposeAsync();
        await billing.DisposeAsync();
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
