using System.Collections.Generic;
using System.Linq;

namespace Billing.Domain.Tariffs;

/// <summary>The 3 × 4 rule (policies.md: tariff.max_families, tariff.max_tiers), and the one currency.</summary>
/// <param name="MaxFamilies">Plan families per group of customers.</param>
/// <param name="MaxTiers">Promoted offerings per family.</param>
/// <param name="Currency">The operator's: a bill in another one would be settled by his customers' payments all the same.</param>
public sealed record CatalogueLimits(int MaxFamilies, int MaxTiers, string Currency);

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
            .. OtherCurrencies(catalogue, limits),
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

    private static IEnumerable<CatalogueFlaw> OtherCurrencies(Catalogue catalogue, CatalogueLimits limits) =>
        catalogue
            .Offerings.Where(offering => offering.Price.Currency != limits.Currency)
            .Select(offering => new CatalogueFlaw(
                $"offerings[{offering.Code}].price.currency",
                $"It is in {offering.Price.Currency}; bills are in {limits.Currency}."
            ));

    private static IEnumerable<CatalogueFlaw> Prices(Offering offering) =>
        PriceRules
            .Flaws(offering.Price)
            .Select(flaw => new CatalogueFlaw($"offerings[{offering.Code}].price.{flaw.Field}", flaw.Reason));
}
