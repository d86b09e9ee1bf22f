using System.Collections.Generic;
using System.Linq;

namespace Billing.Domain.Tariffs;

/// <summary>The 3 × 4 rule (policies.md: tariff.max_families, tariff.max_tiers), and what bills are in.</summary>
/// <param name="MaxFamilies">Plan families per group of customers.</param>
/// <param name="MaxTiers">Promoted offerings per family.</param>
/// <param name="Currency">ISO 4217: the operator's.</param>
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
            .. OtherCurrencies(catalogue, limits.Currency),
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

    /// <summary>A bill has one currency, and an account may have plans of several catalogues on it.</summary>
    private static IEnumerable<CatalogueFlaw> OtherCurrencies(Catalogue catalogue, string currency) =>
        catalogue
            .Offerings.Where(offering => offering.Price.Currency != currency)
            .Select(offering => new CatalogueFlaw(
                $"offerings[{offering.Code}].price.currency",
                $"Bills are in {currency}."
            ));

    private static IEnumerable<CatalogueFlaw> Prices(Offering offering) =>
        PriceRules
            .Flaws(offering.Price)
            .Select(flaw => new CatalogueFlaw($"offerings[{offering.Code}].price.{flaw.Field}", flaw.Reason));
}
