using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Vas.Tests.Features.Settlement;

/// <summary>What the other areas would have written: a provider with a service, its subscriptions and charges.</summary>
internal sealed class ProviderRows(NpgsqlDataSource database)
{
    private static int _numbers;

    public Guid Id { get; } = Guid.CreateVersion7();
    public Guid Service { get; } = Guid.CreateVersion7();
    public string Number { get; } = $"SP-{Interlocked.Increment(ref _numbers):0000}";

    public static async Task<ProviderRows> AddAsync(
        NpgsqlDataSource database,
        string definition = "upheld-v1",
        string status = "Active"
    )
    {
        var provider = new ProviderRows(database);
        await provider.RunAsync(
            """
            insert into providers (id, version, number, name_zh, name_en, status, score, sales_suspended, definition, currency,
                                   contacts, service_count, applied_by, applied_at, decided_by, decided_at, last_update)
            values ($1, 1, $2, '甲', 'Alpha', $3, 100, $3 <> 'Active', $4, 'CNY',
                    '[]', 1, 'finance-1', now(), 'finance-2', now(), now())
            """,
            provider.Id,
            provider.Number,
            status,
            definition
        );
        await provider.AddServiceAsync(provider.Service);
        return provider;
    }

    /// <summary>One more service of it.</summary>
    public async Task<Guid> AddServiceAsync(Guid? id = null)
    {
        var service = id ?? Guid.CreateVersion7();
        await RunAsync(
            """
            insert into vas_services (id, version, provider_id, code, access_code, name_zh, name_en, price, period, status,
                                      currency, trial_days, proposed_by, proposed_at, approved_by, approved_at)
            values ($1, 1, $2, $3, $3, '天气', 'Weather', 8, 'Month', 'Live',
                    'CNY', 0, 'finance-1', now(), 'finance-2', now())
            """,
            service,
            Id,
            $"S-{service}"
        );
        return service;
    }

    /// <summary>So many that were confirmed at a moment.</summary>
    public Task SubscribeAsync(
        int count,
        DateTimeOffset confirmedAt,
        DateTimeOffset? endedAt = null,
        Guid? service = null
    ) =>
        RunAsync(
            """
            insert into vas_subscriptions (id, version, service_id, provider_id, account_id, line_id, service_number, status,
                                           price, currency, period, requested_at, confirmed_at, ended_at)
            select gen_random_uuid(), 1, $1, $2, gen_random_uuid(), gen_random_uuid(), 'n' || gen_random_uuid(), 'Active',
                   8, 'CNY', 'Month', $4, $4, $5
              from generate_series(1, $3)
            """,
            service ?? Service,
            Id,
            count,
            confirmedAt,
            (object?)endedAt ?? DBNull.Value
        );

    public Task ChargeAsync(string month, string status, IReadOnlyList<decimal> amounts) =>
        RunAsync(
            """
            insert into vas_charges (id, provider_id, service_id, subscription_id, account_id, line_id, provider_key, amount,
                                     currency, charged_at, month, status)
            select gen_random_uuid(), $1, $2, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                   'k' || gen_random_uuid(), amount, 'CNY', now(), $3, $4
              from unnest($5::numeric[]) amount
            """,
            Id,
            Service,
            month,
            status,
            amounts
        );

    private async Task RunAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            var isMissing = value is DBNull;
            command.Parameters.Add(
                isMissing
                    ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz }
                    : new NpgsqlParameter { Value = value }
            );
        }

        await command.ExecuteNonQueryAsync();
    }
}
