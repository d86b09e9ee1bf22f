using System;
using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>What a subscription used of one kind in one month, and how much of that is on a bill already.</summary>
public sealed class UsageTotal
{
    public Guid SubscriptionId { get; init; }

    /// <summary>yyyy-MM, by local date of the usage.</summary>
    public string Period { get; init; } = "";
    public UsageKind Kind { get; init; }
    public decimal Quantity { get; init; }

    /// <summary>Below <see cref="Quantity"/> in a billed month: the difference is the next bill's adjustment.</summary>
    public decimal BilledQuantity { get; init; }
    public long Records { get; init; }
}
