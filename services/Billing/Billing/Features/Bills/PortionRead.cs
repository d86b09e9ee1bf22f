using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain.Bills;
using Billing.Domain.Tariffs;
using Npgsql;

namespace Billing.Features.Bills;

/// <summary>Everything a portion's bills are made of, in four set-based reads, in the order in which bills show it.</summary>
internal static class PortionRead
{
    private const string Accounts = """
        select a.id, a.number, b.place
          from bill_run_accounts b join accounts a on a.id = b.account_id
         where b.run_id = $1 and b.portion = $2
         order by b.place
        """;

    private const string Subscriptions = """
        select s.account_id, s.id, s.line_id, s.catalogue_id, s.offering_id, s.starts_on, s.ends_on
          from bill_run_accounts b join subscriptions s on s.account_id = b.account_id
         where b.run_id = $1 and b.portion = $2
         order by s.line_id, s.starts_on, s.id
        """;

    private const string Usage = """
        select s.account_id, u.subscription_id, u.period, u.kind, u.quantity, u.billed_quantity
          from bill_run_accounts b
          join subscriptions s on s.account_id = b.account_id
          join usage_totals u on u.subscription_id = s.id
         where b.run_id = $1 and b.portion = $2 and u.period <= $3 and u.quantity <> u.billed_quantity
         order by u.period, array_position(array['Voice', 'Sms', 'Data'], u.kind)
        """;

    /// <summary>Held until the portion commits, so that none is taken off while it is billed.</summary>
    private const string ThirdParties = """
        select c.account_id, c.line_id, c.period, c.provider_name_zh || ' · ' || c.service_name_zh,
               c.provider_name_en || ' · ' || c.service_name_en, c.amount, c.currency, c.id
          from bill_run_accounts b join third_party_charges c on c.account_id = b.account_id
         where b.run_id = $1 and b.portion = $2 and c.period <= $3 and c.bill_id is null and c.status = 'Posted'
         order by c.occurred_at, c.id
           for no key update of c
        """;

    /// <param name="connection">With the portion's transaction open.</param>
    public static async Task<IReadOnlyList<AccountToBill>> AccountsAsync(
        NpgsqlConnection connection,
        BillRun run,
        int portion,
        CancellationToken ct
    )
    {
        var accounts = await RowsAsync(
            Command(new(Accounts, connection), run.Id, portion),
            row => new AccountToBill(row.GetGuid(0), row.GetString(1), row.GetInt32(2)),
            ct
        );
        var byId = accounts.ToDictionary(account => account.Id);
        var subscriptions = await RowsAsync(
            Command(new(Subscriptions, connection), run.Id, portion),
            row => (Account: row.GetGuid(0), Subscription: SubscriptionOf(row)),
            ct
        );
        subscriptions.ForEach(row => byId[row.Account].Subscriptions.Add(row.Subscription));
        var usage = await RowsAsync(
            Command(new(Usage, connection), run.Id, portion, run.Period),
            row => (Account: row.GetGuid(0), Usage: UsageOf(row)),
            ct
        );
        usage.ForEach(row => byId[row.Account].Usage.Add(row.Usage));
        var charges = await RowsAsync(
            Command(new(ThirdParties, connection), run.Id, portion, run.Period),
            row => (Account: row.GetGuid(0), Charge: ChargeOf(row)),
            ct
        );
        charges.ForEach(row => byId[row.Account].ThirdParties.Add(row.Charge));
        return accounts;
    }

    private static SubscriptionToBill SubscriptionOf(NpgsqlDataReader row) =>
        new(
            row.GetGuid(1),
            row.GetGuid(2),
            row.GetGuid(3),
            row.GetGuid(4),
            row.GetFieldValue<DateOnly>(5),
            row.IsDBNull(6) ? null : row.GetFieldValue<DateOnly>(6)
        );

    private static UnbilledUsage UsageOf(NpgsqlDataReader row) =>
        new(
            row.GetGuid(1),
            row.GetString(2),
            Enum.Parse<UsageKind>(row.GetString(3)),
            row.GetDecimal(4),
            row.GetDecimal(5)
        );

    private static Charge ChargeOf(NpgsqlDataReader row) =>
        new(
            BillLineKind.ThirdParty,
            row.GetGuid(1),
            SubscriptionId: null,
            UsageKind: null,
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            Quantity: null,
            Included: null,
            Unit: null,
            new(row.GetDecimal(5), row.GetString(6)),
            row.GetGuid(7)
        );

    private static NpgsqlCommand Command(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlCommand query,
        Func<NpgsqlDataReader, T> read,
        CancellationToken ct
    )
    {
        await using var command = query;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
