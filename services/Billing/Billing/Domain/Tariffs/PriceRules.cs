using System.Collections.Generic;
using System.Linq;

namespace Billing.Domain.Tariffs;

/// <summary>Which prices are none (features.md B1): each field that is wrong, as a client writes it, and why.</summary>
public static class PriceRules
{
    /// <summary>A typing error, not a price: nobody pays this a month, in any currency we bill in.</summary>
    public const decimal MaxFee = 100_000;

    /// <summary>The same for a minute, a message or a MB.</summary>
    public const decimal MaxUnitPrice = 1_000;
    public const decimal MaxQuantity = 1_000_000_000;
    public const int MaxTiers = 10;

    /// <summary>Digits after the point that a unit price may have.</summary>
    public const int UnitPriceDigits = 6;

    /// <summary>The same for a quantity, as usage records have them: a charge stays exact, and its words say all of it.</summary>
    public const int QuantityDigits = 6;

    public static IEnumerable<(string Field, string Reason)> Flaws(PricePlan price)
    {
        if (price.Currency.Length != 3 || !price.Currency.All(char.IsAsciiLetterUpper))
        {
            yield return ("currency", "Three capitals of ISO 4217 are expected: CNY.");
        }

        if (!IsFee(price.MonthlyFee))
        {
            yield return ("monthlyFee", $"A sum from 0 to {MaxFee} with at most 2 decimals is expected.");
        }

        if (!IsFee(price.OneOffFee))
        {
            yield return ("oneOffFee", $"A sum from 0 to {MaxFee} with at most 2 decimals is expected.");
        }

        foreach (var (i, usage) in price.Usage.Index())
        {
            if (price.Usage.Take(i).Any(earlier => earlier.Kind == usage.Kind))
            {
                yield return ($"usage[{i}].kind", $"{usage.Kind} has a price already: a kind stands once.");
            }

            if (usage.Allowance < 0 || !IsQuantity(usage.Allowance))
            {
                yield return (
                    $"usage[{i}].allowance",
                    $"A quantity from 0 to {MaxQuantity} with at most {QuantityDigits} decimals is expected."
                );
            }

            foreach (var (field, reason) in Flaws(usage.Tiers))
            {
                yield return ($"usage[{i}].{field}", reason);
            }
        }
    }

    private static IEnumerable<(string Field, string Reason)> Flaws(IReadOnlyList<PriceTier> tiers)
    {
        if (tiers.Count is 0 or > MaxTiers)
        {
            yield return ("tiers", $"1 to {MaxTiers} tiers are expected; a single open one is one price for all.");
            yield break;
        }

        var end = 0m;
        foreach (var (i, tier) in tiers.Index())
        {
            var isLast = i == tiers.Count - 1;
            if (isLast != tier.UpTo is null)
            {
                yield return (
                    $"tiers[{i}].upTo",
                    isLast ? "The last tier is open: it has no end." : "Only the last tier is open."
                );
            }
            else if (tier.UpTo is { } upTo && (upTo <= end || !IsQuantity(upTo)))
            {
                yield return (
                    $"tiers[{i}].upTo",
                    $"More than {end} and at most {MaxQuantity} with at most {QuantityDigits} decimals is expected."
                );
            }

            if (
                tier.UnitPrice is < 0 or > MaxUnitPrice
                || decimal.Round(tier.UnitPrice, UnitPriceDigits) != tier.UnitPrice
            )
            {
                yield return (
                    $"tiers[{i}].unitPrice",
                    $"A price from 0 to {MaxUnitPrice} with at most {UnitPriceDigits} decimals is expected."
                );
            }

            end = tier.UpTo ?? end;
        }
    }

    private static bool IsQuantity(decimal quantity) =>
        quantity <= MaxQuantity && decimal.Round(quantity, QuantityDigits) == quantity;

    private static bool IsFee(decimal fee) => fee is >= 0 and <= MaxFee && decimal.Round(fee, 2) == fee;
}
