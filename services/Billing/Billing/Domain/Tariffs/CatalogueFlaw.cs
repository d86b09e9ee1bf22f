using System;
using System.Collections.Generic;
using System.Linq;

namespace Billing.Domain.Tariffs;

/// <summary>The 3 × 4 rule (policies.md: tariff.max_families, tariff.max_tiers).</summary>
/// <param name="MaxFamilies">Plan families per group of customers.</param>
/// <param name="MaxTiers">Promoted offerings per family.</param>
public sealed record CatalogueLimits(int MaxFamilies, int MaxTiers);

/// <summary>A row that forbids the publication, and why.</summary>
/// <param name="Row"><c>families[CODE]</c> or <c>offerings[CODE]</c>.</param>
public sealed record CatalogueFlaw(string Row, string Reason)
{
    /// <summary>Every row of a group or family that has too many: which of them has to go is not ours to say.</summary>
    internal static IReadOnlyList<CatalogueFlaw> Of(Catalogue catalogue, CatalogueLimits limits) =>
        [
            .. catalogue
                .Families.GroupBy(family => family.CustomerGroup)
                .Where(group => group.Count() > limits.MaxFamilies)
                .SelectMany(group =>
                    group.Select(family => new CatalogueFlaw(
                        $"families[{family.Code}]",
                        $"{group.Key} customers would have {group.Count()} plan families; {limits.MaxFamilies} are the most."
                    ))
                ),
            .. catalogue.Families.SelectMany(family => TooManyTiers(family, limits)),
            .. OtherCurrencies(catalogue),
            .. catalogue.Offerings.SelectMany(Prices),
        ];

    private static IEnumerable<CatalogueFlaw> TooManyTiers(PlanFamily family, CatalogueLimits limits)
    {
        var promoted = family.Offerings.Where(offering => offering.IsPromoted).ToList();
        return promoted.Count <= limits.MaxTiers
            ? []
            : promoted.Select(offering => new CatalogueFlaw(
                $"offerings[{offering.Code}]",
                $"{family.Code} would promote {promoted.Count} tiers; {limits.MaxTiers} are the most."
            ));
    }

    /// <summary>A bill has one currency, so has what leads to it; the rarer ones are the odd ones.</summary>
    private static IEnumerable<CatalogueFlaw> OtherCurrencies(Catalogue catalogue)
    {
        var usual = catalogue
            .Offerings.CountBy(offering => offering.Price.Currency)
            .OrderByDescending(currency => currency.Value)
            .ThenBy(currency => currency.Key, StringComparer.Ordinal)
            .Select(currency => currency.Key)
            .FirstOrDefault();
        return catalogue
            .Offerings.Where(offering => offering.Price.Currency != usual)
            .Select(offering => new CatalogueFlaw(
                $"offerings[{offering.Code}].price.currency",
                $"The catalogue is in {usual}; one catalogue has one currency."
            ));
    }

    private static IEnumerable<CatalogueFlaw> Prices(Offering offering) =>
        PriceRules
            .Flaws(offering.Price)
            .Select(flaw => new CatalogueFlaw($"offerings[{offering.Code}].price.{flaw.Field}", flaw.Reason));
}
