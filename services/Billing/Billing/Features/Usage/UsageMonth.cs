using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;

namespace Billing.Features.Usage;

/// <summary>What a batch adds to one kind of usage of a subscription in a month.</summary>
internal sealed class UsageMonth(UsedLine line, string period, UsageKind kind)
{
    private readonly List<UsageRecord> _records = [];

    public UsedLine Line => line;
    public string Period => period;
    public UsageKind Kind => kind;
    public int Count => _records.Count;
    public string ServiceNumber => _records[0].ServiceNumber;

    /// <summary>What the batch adds.</summary>
    public decimal Added { get; private set; }

    /// <summary>The month's total with it; known once the total's row is ours.</summary>
    public decimal Total { get; set; }

    /// <summary>What the plan includes.</summary>
    public decimal Allowance => Price.Allowance;

    private PreparedPrice Price => line.Plan.PriceOf(kind)!;

    public static IReadOnlyCollection<UsageMonth> Of(List<Candidate> candidates)
    {
        var months = new Dictionary<(Guid, string, UsageKind), UsageMonth>();
        foreach (var (_, record, _, line) in candidates)
        {
            ref var month = ref CollectionsMarshal.GetValueRefOrAddDefault(
                months,
                (record.SubscriptionId, record.Period, record.Kind),
                out _
            );
            month ??= new(line, record.Period, record.Kind);
            month._records.Add(record);
            month.Added += record.Quantity;
        }

        return months.Values;
    }

    /// <summary>Rates the records in the order in which they happened, on top of what the month had before.</summary>
    /// <param name="percents">Shares of the allowance that are worth saying, ascending.</param>
    /// <returns>Those that were reached, ascending.</returns>
    public IReadOnlyList<ReachedShare> Rate(IReadOnlyList<int> percents)
    {
        var reached = new List<ReachedShare>();
        var used = Total - Added;
        foreach (var record in _records.OrderBy(record => record.OccurredAt)) // stable: equal times as they came
        {
            record.Rate(Price.Rate(used, record.Quantity));
            var after = used + record.Quantity;
            reached.AddRange(
                AllowanceThresholds
                    .Reached(Allowance, used, after, percents)
                    .Select(percent => new ReachedShare(this, percent, after, record.OccurredAt))
            );
            used = after;
        }

        return reached;
    }
}

/// <param name="Used">In the month, with the record that reached it.</param>
internal sealed record ReachedShare(UsageMonth Month, int Percent, decimal Used, DateTimeOffset At);
