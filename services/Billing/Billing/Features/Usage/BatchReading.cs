using System;
using System.Collections.Generic;
using Billing.Domain.Usage;

namespace Billing.Features.Usage;

/// <summary>The rows of an upload sorted into what may be taken and what may not, before the database is asked.</summary>
internal sealed class BatchReading
{
    private const int LongestKey = 100;
    private const int LongestNumber = 32;
    private readonly Dictionary<string, int> _keys;

    private BatchReading(int rows) => _keys = new(rows, StringComparer.Ordinal);

    /// <summary>Plausible records, each key once, with their places in the upload.</summary>
    public List<ReadUsage> Records { get; } = [];

    /// <summary>The others, but for those that came twice the same: these are just not there.</summary>
    public List<(int Index, UsageRefusal Refusal)> Refused { get; } = [];

    public static BatchReading Of(IReadOnlyList<UsageRecordRequest?> rows, DateTimeOffset now)
    {
        var reading = new BatchReading(rows.Count);
        for (var index = 0; index < rows.Count; index++)
        {
            reading.Read(index, rows[index], now);
        }

        return reading;
    }

    private void Read(int index, UsageRecordRequest? row, DateTimeOffset now)
    {
        var (usage, refusal) = Understand(row, now);
        if (usage is null)
        {
            Refused.Add((index, refusal!));
            return;
        }

        var read = new ReadUsage(index, usage, usage.Fingerprint());
        if (_keys.TryAdd(usage.SourceKey, Records.Count))
        {
            Records.Add(read);
        }
        else if (Records[_keys[usage.SourceKey]].Fingerprint != read.Fingerprint)
        {
            Refused.Add((index, UsageRefusal.KeyReused));
        }
    }

    private static (ReportedUsage? Usage, UsageRefusal? Refusal) Understand(UsageRecordRequest? row, DateTimeOffset now)
    {
        if (WhyUnreadable(row) is { } reason)
        {
            return (null, UsageRefusal.Malformed(reason));
        }

        var (kind, quantity, occurredAt) = (
            UsageWords.Read(row!.Kind)!.Value,
            row.Quantity!.Value,
            row.OccurredAt!.Value
        );
        return Plausibility.WhyNot(kind, quantity, occurredAt, now) is { } refusal
            ? (null, refusal)
            : (
                new(
                    row.SourceKey!,
                    row.ServiceNumber!,
                    kind,
                    quantity,
                    ReportedUsage.ToMicrosecond(occurredAt),
                    ReportedUsage.Masked(row.OtherParty)
                ),
                null
            );
    }

    private static string? WhyUnreadable(UsageRecordRequest? row) =>
        row is null ? "A record is expected."
        : row.SourceKey is not { Length: > 0 and <= LongestKey } ? "sourceKey: 1 to 100 characters are expected."
        : row.ServiceNumber is not { Length: > 0 and <= LongestNumber }
            ? "serviceNumber: 1 to 32 characters are expected."
        : UsageWords.Read(row.Kind) is null ? $"kind: one of {UsageWords.AllKinds} is expected."
        : row.Quantity is null ? "quantity: it is mandatory."
        : row.OccurredAt is null ? "occurredAt: it is mandatory."
        : row.OtherParty?.Length > LongestNumber ? "otherParty: at most 32 characters are taken."
        : null;
}

/// <param name="Index">Its place in the upload.</param>
internal sealed record ReadUsage(int Index, ReportedUsage Usage, Guid Fingerprint);
