using System;
using System.Collections.Generic;

namespace Billing.Domain.Usage;

/// <summary>What became of an upload (features.md B4): received = accepted + duplicates + rejected.</summary>
public sealed class UsageBatch
{
    private readonly List<UsageReject> _rejects = [];

    public Guid Id { get; init; }

    /// <summary>The system whose keys the records carry.</summary>
    public string Source { get; init; } = "";
    public int Received { get; init; }
    public int Accepted { get; init; }

    /// <summary>Were here before with the same content, and changed nothing.</summary>
    public int Duplicates { get; init; }
    public int Rejected { get; private set; }

    /// <summary>Who sent it: the token's subject.</summary>
    public string ReceivedBy { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>In the order of the upload.</summary>
    public IReadOnlyList<UsageReject> Rejects => _rejects;

    /// <param name="position">Its place in the upload, from 0.</param>
    public void Reject(int position, RefusedUsage row, UsageRefusal refusal)
    {
        _rejects.Add(
            new()
            {
                Id = Guid.CreateVersion7(),
                BatchId = Id,
                Source = Source,
                Position = position,
                SourceKey = Start(row.SourceKey),
                ServiceNumber = Start(row.ServiceNumber),
                Kind = Start(row.Kind),
                Quantity = row.Quantity,
                OccurredAt = row.OccurredAt,
                Code = refusal.Code,
                Reason = refusal.Reason,
                RejectedAt = ReceivedAt,
            }
        );
        Rejected++;
    }

    /// <summary>Enough to recognise it by, whatever somebody sent.</summary>
    private static string? Start(string? text) => text?.Length > 100 ? text[..100] : text;
}

/// <summary>A record as it came, as far as it could be read.</summary>
public sealed record RefusedUsage(
    string? SourceKey,
    string? ServiceNumber,
    string? Kind,
    decimal? Quantity,
    DateTimeOffset? OccurredAt
);

/// <summary>A record that was not taken, as it came as far as it could be read: the exception list.</summary>
public sealed class UsageReject
{
    public Guid Id { get; init; }
    public Guid BatchId { get; init; }
    public string Source { get; init; } = "";

    /// <summary>Its place in the upload, from 0.</summary>
    public int Position { get; init; }
    public string? SourceKey { get; init; }
    public string? ServiceNumber { get; init; }
    public string? Kind { get; init; }
    public decimal? Quantity { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public string Code { get; init; } = "";
    public string Reason { get; init; } = "";
    public DateTimeOffset RejectedAt { get; init; }
}
