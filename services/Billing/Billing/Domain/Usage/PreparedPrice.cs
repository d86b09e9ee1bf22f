using System;
using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>
/// A price made ready for many records: what all tiers below one come to is summed up once, so that rating is one look
/// at a few numbers and allocates nothing (features.md B5: 100,000 records/s per core). Safe for any number of threads.
/// </summary>
public sealed class PreparedPrice
{
    private readonly bool _isVolume;

    /// <summary>Ends of all tiers but the last, which has none; counted from the end of the allowance.</summary>
    private readonly decimal[] _ends;
    private readonly decimal[] _prices;

    /// <summary>Graduated: where the tier begins, and what everything below it costs.</summary>
    private readonly decimal[] _starts;
    private readonly decimal[] _below;

    private PreparedPrice(UsagePrice price)
    {
        Allowance = price.Allowance;
        _isVolume = price.Mode == TierMode.Volume;
        var tiers = price.Tiers.Count;
        (_ends, _prices, _starts, _below) = (
            new decimal[tiers - 1],
            new decimal[tiers],
            new decimal[tiers],
            new decimal[tiers]
        );
        for (var i = 0; i < tiers; i++)
        {
            _prices[i] = price.Tiers[i].UnitPrice;
            if (i == tiers - 1)
            {
                break;
            }

            _ends[i] = price.Tiers[i].UpTo!.Value;
            _starts[i + 1] = _ends[i];
            _below[i + 1] = _below[i] + ((_ends[i] - _starts[i]) * _prices[i]);
        }
    }

    /// <summary>What the monthly fee includes, in the kind's unit.</summary>
    public decimal Allowance { get; }

    /// <exception cref="ArgumentException">
    /// The price is none: no tiers, ends that do not rise, a last tier that ends, or anything below zero. A published
    /// catalogue has no such price.
    /// </exception>
    public static PreparedPrice Of(UsagePrice price)
    {
        Check(price);
        return new(price);
    }

    /// <inheritdoc cref="Rater.Charge"/>
    public decimal Charge(decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        var beyond = quantity - Allowance;
        if (beyond <= 0)
        {
            return 0;
        }

        var tier = 0;
        while (tier < _ends.Length && beyond > _ends[tier])
        {
            tier++;
        }

        return _isVolume ? beyond * _prices[tier] : _below[tier] + ((beyond - _starts[tier]) * _prices[tier]);
    }

    /// <inheritdoc cref="Rater.Rate"/>
    public RatedUsage Rate(decimal alreadyUsed, decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        var included = Math.Min(quantity, Math.Max(0, Allowance - alreadyUsed));
        return new(included, Charge(alreadyUsed + quantity) - Charge(alreadyUsed));
    }

    private static void Check(UsagePrice price)
    {
        var isSound = price.Tiers.Count > 0 && price.Allowance >= 0;
        var start = 0m;
        for (var i = 0; isSound && i < price.Tiers.Count; i++)
        {
            var (end, unitPrice) = (price.Tiers[i].UpTo, price.Tiers[i].UnitPrice);
            isSound = unitPrice >= 0 && (i == price.Tiers.Count - 1 ? end is null : end > start);
            start = end ?? start;
        }

        if (!isSound)
        {
            throw new ArgumentException(
                $"The price of {price.Kind} has no rising tiers with an open end.",
                nameof(price)
            );
        }
    }
}
