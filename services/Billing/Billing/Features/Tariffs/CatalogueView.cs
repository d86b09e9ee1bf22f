using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Domain.Tariffs;

namespace Billing.Features.Tariffs;

/// <summary>A catalogue as those see it who make it (features.md B1).</summary>
/// <param name="Families">Left out in lists.</param>
public sealed record CatalogueView(
    Guid Id,
    string Href,
    int Number,
    string Status,
    DateOnly EffectiveFrom,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    string? ProposedBy,
    DateTimeOffset? ProposedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Reason,
    IReadOnlyList<FamilyView>? Families,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "TariffCatalogue"
) : IVersioned
{
    public const string Root = "/api/billing/v1/catalogues";

    public static CatalogueView Of(Catalogue catalogue) =>
        Summary(catalogue) with
        {
            Families = [.. catalogue.Families.OrderBy(f => f.Code, StringComparer.Ordinal).Select(FamilyView.Of)],
        };

    public static CatalogueView Summary(Catalogue catalogue) =>
        new(
            catalogue.Id,
            $"{Root}/{catalogue.Id}",
            catalogue.Number,
            catalogue.Status.ToWord(),
            catalogue.EffectiveFrom,
            catalogue.CreatedBy,
            catalogue.CreatedAt,
            catalogue.ProposedBy,
            catalogue.ProposedAt,
            catalogue.DecidedBy,
            catalogue.DecidedAt,
            catalogue.Reason,
            Families: null,
            catalogue.Version
        );
}

public sealed record FamilyView(
    string Code,
    string CustomerGroup,
    string NameZh,
    string NameEn,
    IReadOnlyList<OfferingView> Offerings
)
{
    public static FamilyView Of(PlanFamily family) =>
        new(
            family.Code,
            family.CustomerGroup.ToWord(),
            family.NameZh,
            family.NameEn,
            [.. family.Offerings.OrderBy(o => o.Code, StringComparer.Ordinal).Select(OfferingView.Of)]
        );
}

public sealed record OfferingView(
    Guid Id,
    string Code,
    string NameZh,
    string NameEn,
    string DescriptionZh,
    string DescriptionEn,
    string LineKind,
    bool IsPromoted,
    PriceView Price,
    WordsView PriceInWords
)
{
    public static OfferingView Of(Offering offering) =>
        new(
            offering.OfferingId,
            offering.Code,
            offering.NameZh,
            offering.NameEn,
            offering.DescriptionZh,
            offering.DescriptionEn,
            offering.LineKind.ToWord(),
            offering.IsPromoted,
            PriceView.Of(offering.Price),
            WordsView.Of(offering.Price)
        );
}

public sealed record PriceView(
    decimal MonthlyFee,
    decimal OneOffFee,
    string Currency,
    IReadOnlyList<UsagePriceView> Usage
)
{
    public static PriceView Of(PricePlan price) =>
        new(
            price.MonthlyFee,
            price.OneOffFee,
            price.Currency,
            [
                .. price.Usage.Select(usage => new UsagePriceView(
                    usage.Kind.ToWord(),
                    usage.Allowance,
                    usage.Mode.ToWord(),
                    [.. usage.Tiers.Select(tier => new TierView(tier.UpTo, tier.UnitPrice))]
                )),
            ]
        );
}

public sealed record UsagePriceView(string Kind, decimal Allowance, string Mode, IReadOnlyList<TierView> Tiers);

public sealed record TierView(decimal? UpTo, decimal UnitPrice);

/// <summary>The price in whole sentences.</summary>
public sealed record WordsView(IReadOnlyList<string> Zh, IReadOnlyList<string> En)
{
    public static WordsView Of(PricePlan price) =>
        new(PriceInWords.Of(price, Language.Zh), PriceInWords.Of(price, Language.En));
}
