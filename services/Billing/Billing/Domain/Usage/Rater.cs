using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>
/// What usage costs (features.md B5): exact decimals, no rounding, the same result every time. A month's total is what
/// counts; each record carries only the difference it made, so neither the order in which records arrive nor how a
/// quantity is split changes the bill, whose line is rounded once (<c>Rules.Money.Line</c>).
/// </summary>
/// <remarks>
/// Exact means that nothing is lost below the 28 digits of a decimal: quantities up to 10^12 with six decimals at prices
/// with eight decimals stay far within. For many records of one price take <see cref="PreparedPrice"/> by itself.
/// </remarks>
public static class Rater
{
    /// <summary>The exact charge of a month: nothing within the allowance, the tiers' prices beyond it.</summary>
    /// <param name="price">The plan's price of the kind.</param>
    /// <param name="quantity">All that was used in the month, in the kind's unit; not negative.</param>
    /// <returns>In the plan's currency, unrounded.</returns>
    public static decimal Charge(UsagePrice price, decimal quantity) => PreparedPrice.Of(price).Charge(quantity);

    /// <summary>What further usage adds to a month that already has some.</summary>
    /// <param name="price">The plan's price of the kind.</param>
    /// <param name="alreadyUsed">The month's total before.</param>
    /// <param name="quantity">What is added; not negative.</param>
    public static RatedUsage Rate(UsagePrice price, decimal alreadyUsed, decimal quantity) =>
        PreparedPrice.Of(price).Rate(alreadyUsed, quantity);
}

/// <summary>What one record added to its month.</summary>
/// <param name="Included">The part of its quantity that the allowance covers.</param>
/// <param name="Charge">
/// Exact. Below zero where a <see cref="TierMode.Volume"/> price falls for all units because this record reached the
/// next tier: the month became cheaper, and the sum of the records says so.
/// </param>
public readonly record struct RatedUsage(decimal Included, decimal Charge);
