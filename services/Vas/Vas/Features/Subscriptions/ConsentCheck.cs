using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <param name="Kind">altered, removed, inserted or signature.</param>
/// <param name="Sequence">Which record.</param>
public sealed record ConsentFinding(string Kind, Guid ProviderId, long Sequence, string Why);

/// <summary>
/// Recomputes every chain from its first record on and compares it with its head, with what was signed and with the
/// subscriptions (features.md V3). It trusts nothing in the database but checks all of it against the key, which is not there.
/// Records are read one after the other, so a chain may have any length.
/// </summary>
internal sealed class ConsentCheck(NpgsqlDataSource database, ConsentKey key)
{
    private readonly List<ConsentFinding> _findings = [];

    /// <summary>How many records the last run read.</summary>
    public long Records { get; private set; }

    public async Task<IReadOnlyList<ConsentFinding>> RunAsync(CancellationToken ct)
    {
        _findings.Clear();
        Records = 0;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            ct
        );
        var heads = await HeadsAsync(connection, ct);
        var signed = (await SignaturesAsync(connection, ct)).ToLookup(signature => signature.ProviderId);
        CheckSignatures(signed);

        ConsentWalk? walk = null;
        var walked = new HashSet<Guid>();
        await using (var command = new NpgsqlCommand(RecordsInOrder, connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var record = Read(reader);
                if (walk?.ProviderId != record.ProviderId)
                {
                    walk?.End();
                    walked.Add(record.ProviderId);
                    walk = new ConsentWalk(
                        record.ProviderId,
                        heads.GetValueOrDefault(record.ProviderId),
                        [.. signed[record.ProviderId]],
                        _findings
                    );
                }

                walk.Take(record);
                Records++;
            }
        }

        walk?.End();
        FindRemovedChains(heads, signed, walked);

        await CompareWithSubscriptionsAsync(connection, ct);
        return _findings;
    }

    /// <summary>Of whole chains only a head or a signature may be left, or both.</summary>
    private void FindRemovedChains(
        Dictionary<Guid, ChainEnd> heads,
        ILookup<Guid, ConsentSignature> signed,
        HashSet<Guid> walked
    )
    {
        foreach (var provider in heads.Keys.Concat(signed.Select(of => of.Key)).Distinct().Except(walked))
        {
            var longest = Math.Max(
                heads.GetValueOrDefault(provider)?.Sequence ?? 0,
                signed[provider].Select(it => it.Sequence).DefaultIfEmpty().Max()
            );
            if (longest > 0)
            {
                _findings.Add(new("removed", provider, 1, $"All {longest} records of the chain are gone."));
            }
        }
    }

    private const string RecordsInOrder = """
        select r.provider_id, r.sequence, r.subscription_id, r.canonical, r.previous_hash, r.hash,
               s.salt, a.sent_from, a.text, b.service_id, b.price, b.currency, b.period, b.trial_days
          from consent_records r
          left join vas_subscriptions b on b.id = r.subscription_id
          left join consent_salts s on s.provider_id = r.provider_id and s.sequence = r.sequence
          left join prompt_answers a on a.subscription_id = r.subscription_id and a.outcome = 'Confirmed'
         order by r.provider_id, r.sequence
        """;

    private static StoredConsent Read(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetInt64(1),
            reader.GetGuid(2),
            reader.GetString(3),
            reader.GetFieldValue<byte[]>(4),
            reader.GetFieldValue<byte[]>(5),
            reader.IsDBNull(6) || reader.IsDBNull(7)
                ? null
                : ConsentRecord.DigestOf(reader.GetFieldValue<byte[]>(6), reader.GetString(7), reader.GetString(8)),
            reader.IsDBNull(9)
                ? null
                : new(
                    reader.GetGuid(9),
                    reader.GetDecimal(10),
                    reader.GetString(11),
                    Enum.Parse<SubscriptionPeriod>(reader.GetString(12)),
                    reader.GetInt32(13)
                )
        );

    private void CheckSignatures(ILookup<Guid, ConsentSignature> signed)
    {
        foreach (var signature in signed.SelectMany(of => of))
        {
            if (signature.KeyId != key.Id || !key.Verifies(signature))
            {
                _findings.Add(
                    new(
                        "signature",
                        signature.ProviderId,
                        signature.Sequence,
                        $"The signature of {signature.Day:yyyy-MM-dd} is not by the key {key.Id}."
                    )
                );
            }
        }
    }

    private async Task CompareWithSubscriptionsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select 'removed', s.provider_id, s.consent_sequence, 'Subscription ' || s.id || ' names it, and it is not there.'
              from vas_subscriptions s
             where s.consent_sequence is not null
               and not exists (select from consent_records r where r.provider_id = s.provider_id
                                  and r.sequence = s.consent_sequence and r.subscription_id = s.id)
            union all
            select 'inserted', r.provider_id, r.sequence, 'No subscription names it.'
              from consent_records r
             where not exists (select from vas_subscriptions s where s.id = r.subscription_id
                                  and s.provider_id = r.provider_id and s.consent_sequence = r.sequence)
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            _findings.Add(new(reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2), reader.GetString(3)));
        }
    }

    private static async Task<Dictionary<Guid, ChainEnd>> HeadsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select provider_id, sequence, hash from consent_heads",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        var heads = new Dictionary<Guid, ChainEnd>();
        while (await reader.ReadAsync(ct))
        {
            heads.Add(reader.GetGuid(0), new(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        return heads;
    }

    private static async Task<List<ConsentSignature>> SignaturesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select provider_id, day, sequence, hash, key_id, signature, signed_at from consent_signatures",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        var signatures = new List<ConsentSignature>();
        while (await reader.ReadAsync(ct))
        {
            signatures.Add(
                new(
                    reader.GetGuid(0),
                    reader.GetFieldValue<DateOnly>(1),
                    reader.GetInt64(2),
                    reader.GetFieldValue<byte[]>(3),
                    reader.GetString(4),
                    reader.GetFieldValue<byte[]>(5),
                    reader.GetFieldValue<DateTimeOffset>(6)
                )
            );
        }

        return signatures;
    }
}
