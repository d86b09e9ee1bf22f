using System;
using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>
/// A record as it is stored and rated (features.md B4, B5). The charges of a month's records sum up exactly to what
/// <see cref="Rater.Charge"/> says of the month's total.
/// </summary>
public sealed class UsageRecord
{
    private UsageRecord() { }

    /// <summary>A UUIDv7 of <see cref="OccurredAt"/>.</summary>
    public Guid Id { get; private init; }
    public Guid BatchId { get; private init; }
    public Guid AccountId { get; private init; }
    public Guid LineId { get; private init; }
    public Guid SubscriptionId { get; private init; }
    public string ServiceNumber { get; private init; } = "";

    /// <summary>yyyy-MM, local: the month it is charged in.</summary>
    public string Period { get; private init; } = "";
    public UsageKind Kind { get; private init; }

    /// <summary>Minutes, messages or MB.</summary>
    public decimal Quantity { get; private init; }

    /// <summary>The part that the allowance covered when it came in.</summary>
    public decimal Included { get; private set; }

    /// <summary>What it added to its month, exact.</summary>
    public decimal Charge { get; private set; }
    public string Currency { get; private init; } = "";
    public string Source { get; private init; } = "";
    public string SourceKey { get; private init; } = "";

    /// <summary>Masked but for the last four digits.</summary>
    public string? OtherParty { get; private init; }
    public DateTimeOffset OccurredAt { get; private init; }
    public DateTimeOffset ReceivedAt { get; private init; }

    /// <param name="id">By <see cref="IdAt"/>.</param>
    public static UsageRecord Of(
        Guid id,
        ReportedUsage reported,
        UsedLine line,
        string period,
        string source,
        Guid batchId,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = id,
            BatchId = batchId,
            AccountId = line.AccountId,
            LineId = line.LineId,
            SubscriptionId = line.SubscriptionId,
            ServiceNumber = reported.ServiceNumber,
            Period = period,
            Kind = reported.Kind,
            Quantity = reported.Quantity,
            Currency = line.Plan.Terms.Currency,
            Source = source,
            SourceKey = reported.SourceKey,
            OtherParty = reported.OtherParty,
            OccurredAt = reported.OccurredAt,
            ReceivedAt = now,
        };

    /// <summary>An id that carries the time, so that a look-up knows in which month to look.</summary>
    public static Guid IdAt(DateTimeOffset occurredAt) => Guid.CreateVersion7(occurredAt);

    /// <summary>The millisecond that an id was made of; null for an id that is none of ours.</summary>
    public static DateTimeOffset? TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var part in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | part;
        }

        return id.Version == 7 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    public void Rate(RatedUsage rated) => (Included, Charge) = (rated.Included, rated.Charge);
}

/// <summary>The line that was used and the plan it had on that day.</summary>
/// <param name="SubscriptionVersion">Of the subscription when the usage came in.</param>
public sealed record UsedLine(
    Guid LineId,
    Guid AccountId,
    Guid SubscriptionId,
    long SubscriptionVersion,
    PreparedPlan Plan
);
