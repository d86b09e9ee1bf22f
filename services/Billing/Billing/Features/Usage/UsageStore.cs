using System;
using System.Collections.Generic;
using System.Data;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Features.Usage;

/// <summary>
/// Whole batches to the database in a handful of statements, in the transaction of the context: the figure is 10,000
/// durable records/s on two cores (features.md B4), which rows one by one do not reach.
/// </summary>
internal sealed class UsageStore(BillingDb db)
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>Makes the partitions of months that nobody sent usage of before.</summary>
    public async Task EnsurePartitionsAsync(IEnumerable<DateTimeOffset> times, CancellationToken ct)
    {
        var months = times.Select(time => new DateOnly(time.Year, time.Month, 1)).Distinct().Order().ToArray();
        await using var ensure = new NpgsqlCommand("select ensure_usage_partition(m) from unnest($1) m", Connection);
        ensure.Parameters.Add(new() { Value = months });
        await ensure.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Claims the keys, waiting for others who are just claiming one of them; sorted, so that nobody waits for us in turn.
    /// </summary>
    /// <returns>Keys that somebody had before, with the fingerprint of what they were used for.</returns>
    public async Task<IReadOnlyDictionary<string, Guid>> ClaimKeysAsync(
        string source,
        List<Candidate> candidates,
        CancellationToken ct
    )
    {
        var keys = candidates.ConvertAll(candidate => candidate.Record.SourceKey).ToArray();
        await using var claim = new NpgsqlCommand(
            """
            insert into usage_keys (source, source_key, usage_id, fingerprint)
            select $1, k.source_key, k.usage_id, k.fingerprint
              from unnest($2, $3, $4) as k (source_key, usage_id, fingerprint)
             order by k.source_key
            on conflict do nothing
            """,
            Connection
        );
        claim.Parameters.Add(new() { Value = source });
        claim.Parameters.Add(new() { Value = keys });
        claim.Parameters.Add(new() { Value = candidates.ConvertAll(candidate => candidate.Record.Id).ToArray() });
        claim.Parameters.Add(new() { Value = candidates.ConvertAll(candidate => candidate.Fingerprint).ToArray() });
        if (await claim.ExecuteNonQueryAsync(ct) == candidates.Count)
        {
            return new Dictionary<string, Guid>();
        }

        await using var ask = new NpgsqlCommand(
            "select source_key, usage_id, fingerprint from usage_keys where source = $1 and source_key = any($2)",
            Connection
        );
        ask.Parameters.Add(new() { Value = source });
        ask.Parameters.Add(new() { Value = keys });
        var ours = candidates.Select(candidate => candidate.Record.Id).ToHashSet();
        var known = new Dictionary<string, Guid>(StringComparer.Ordinal);
        await using var rows = await ask.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            if (!ours.Contains(rows.GetGuid(1)))
            {
                known.Add(rows.GetString(0), rows.GetGuid(2));
            }
        }

        return known;
    }

    /// <summary>
    /// Adds to the months' totals. From here on the rows are ours until the commit: what was used before is the total less
    /// what we added, whoever else is at work on the same subscriptions.
    /// </summary>
    public async Task<IReadOnlyCollection<UsageMonth>> AddToTotalsAsync(
        IReadOnlyCollection<UsageMonth> months,
        CancellationToken ct
    )
    {
        await using var add = new NpgsqlCommand(
            """
            insert into usage_totals as t (subscription_id, period, kind, quantity, records)
            select * from unnest($1, $2, $3, $4, $5) as a (subscription_id, period, kind, quantity, records)
             order by 1, 2, 3
            on conflict (subscription_id, period, kind)
            do update set quantity = t.quantity + excluded.quantity, records = t.records + excluded.records
            returning t.subscription_id, t.period, t.kind, t.quantity
            """,
            Connection
        );
        add.Parameters.Add(new() { Value = months.Select(month => month.Line.SubscriptionId).ToArray() });
        add.Parameters.Add(new() { Value = months.Select(month => month.Period).ToArray() });
        add.Parameters.Add(new() { Value = months.Select(month => month.Kind.ToString()).ToArray() });
        add.Parameters.Add(new() { Value = months.Select(month => month.Added).ToArray() });
        add.Parameters.Add(new() { Value = months.Select(month => (long)month.Count).ToArray() });
        var byKey = months.ToDictionary(month => (month.Line.SubscriptionId, month.Period, month.Kind));
        await using var rows = await add.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            byKey[(rows.GetGuid(0), rows.GetString(1), Enum.Parse<UsageKind>(rows.GetString(2)))].Total =
                rows.GetDecimal(3);
        }

        return months;
    }

    /// <summary>Stores the rated records.</summary>
    public async Task CopyAsync(IReadOnlyCollection<UsageRecord> records, CancellationToken ct)
    {
        if (records.Count == 0)
        {
            return;
        }

        await using var copy = await Connection.BeginBinaryImportAsync(
            """
            copy usage_records (id, batch_id, account_id, line_id, subscription_id, service_number, period, kind, quantity,
                included, charge, currency, source, source_key, other_party, occurred_at, received_at)
            from stdin (format binary)
            """,
            ct
        );
        foreach (var record in records)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(record.Id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(record.BatchId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(record.AccountId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(record.LineId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(record.SubscriptionId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(record.ServiceNumber, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(record.Period, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(record.Kind.ToString(), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(record.Quantity, NpgsqlDbType.Numeric, ct);
            await copy.WriteAsync(record.Included, NpgsqlDbType.Numeric, ct);
            await copy.WriteAsync(record.Charge, NpgsqlDbType.Numeric, ct);
            await copy.WriteAsync(record.Currency, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(record.Source, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(record.SourceKey, NpgsqlDbType.Text, ct);
            if (record.OtherParty is { } otherParty)
            {
                await copy.WriteAsync(otherParty, NpgsqlDbType.Text, ct);
            }
            else
            {
                await copy.WriteNullAsync(ct);
            }

            await copy.WriteAsync(record.OccurredAt, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(record.ReceivedAt, NpgsqlDbType.TimestampTz, ct);
        }

        await copy.CompleteAsync(ct);
    }
}
