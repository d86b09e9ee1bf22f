using System;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.ProviderLoop;

/// <summary>
/// The limit: what a charge commits and nothing else, by hand-written SQL into copies of our tables with their indexes, in the
/// same two databases and the same three commits: decided and pending; in the books; posted, and said. One charge each, or many.
/// </summary>
internal sealed class ChargesInSql(NpgsqlDataSource vas, NpgsqlDataSource billing) : IAsyncDisposable
{
    private const string Pending = """
        with held as (
          select s.*, w.charge
            from unnest($1, $2) w (place, charge)
            join bench.places p on p.place = w.place
            join bench.vas_subscriptions s on s.id = p.id
           order by s.id
             for no key update of s
        ), used as (
          update bench.vas_subscriptions u set last_active_on = current_date, version = u.version + 1
            from held where u.id = held.id
        )
        insert into bench.vas_charges (id, provider_id, service_id, subscription_id, account_id, line_id, service_number,
                                       provider_key, amount, currency, occurred_at, charged_at, month, charged_for, status,
                                       due_at)
        select charge, provider_id, service_id, id, account_id, line_id, service_number, charge::text, price, currency, now(),
               now(), to_char(now(), 'YYYY-MM'), charge::text, 'Pending', now()
          from held
        """;

    private const string Booked = """
        with wanted as (
          select * from unnest($1, $2) w (charge, account)
        ), entry as (
          insert into bench.ledger_entries (id, kind, business_key, booked_at, narrative)
          select charge, 'Charge', 'vas:' || charge::text, now(), 'Charge' from wanted
        ), postings as (
          insert into bench.ledger_postings (entry_id, seq, ledger_account, account_id, amount, currency)
          select charge, side.seq, side.ledger_account, case side.seq when 1 then account end, side.amount, 'CNY'
            from wanted
           cross join (values (1::smallint, '1123', 5.00), (2::smallint, '2241', -5.00)) side (seq, ledger_account, amount)
        )
        insert into bench.third_party_charges (id, version, business_key, account_id, line_id, provider_id, provider_name_zh,
                                               provider_name_en, service_id, service_name_zh, service_name_en, amount,
                                               currency, occurred_at, period, status, posted_at, entry_id)
        select charge, 1, 'vas:' || charge::text, account, account, account, '星河', 'Starriver', account, '标准包月',
               'Standard monthly', 5, 'CNY', now(), to_char(now(), 'YYYY-MM'), 'Posted', now(), charge
          from wanted
        """;

    private const string Posted = """
        with said as (
          insert into bench.outbox (message_id, event_type, body, aggregate_id, aggregate_version, recorded_at)
          select it, 'ServiceCharged', jsonb_build_object('ChargeId', it, 'Amount', 5.00), it, 2, now() from unnest($1) it
        )
        update bench.vas_charges set status = 'Posted', posted_at = now(), version = 2, due_at = null where id = any($1)
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

    /// <param name="count">How many in all.</param>
    /// <param name="atOnce">So many transactions at a time,</param>
    /// <param name="perCommit">each of so many charges.</param>
    /// <returns>Charges per second.</returns>
    public async Task<double> ChargeAsync(int count, int atOnce, int perCommit)
    {
        await using var subscriptions = vas.CreateCommand("select count(*) from bench.places");
        var subscribers = (long)(await subscriptions.ExecuteScalarAsync())!;
        var places = Enumerable.Range(0, count).Select(_ => 1 + (_next++ % subscribers)).ToList();
        var began = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            places.Chunk(perCommit),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (some, _) =>
            {
                var charges = Array.ConvertAll(some, _ => Guid.CreateVersion7());
                await RunAsync(vas, Pending, some, charges);
                await RunAsync(billing, Booked, charges, Array.ConvertAll(some, _ => Guid.CreateVersion7()));
                await RunAsync(vas, Posted, charges);
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
