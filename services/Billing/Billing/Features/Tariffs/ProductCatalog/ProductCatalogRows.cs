using System;
using System.Linq;
using Billing.Domain;
using Billing.Domain.Tariffs;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>From what catalogues hold to TMF620's shapes.</summary>
internal static class ProductCatalogRows
{
    public static CatalogView ToCatalog(this ShownCatalogue shown, TimeZoneInfo zone) =>
        new(
            shown.Catalogue.Id,
            $"{Tmf620.Root}/catalog/{shown.Catalogue.Id}",
            $"第{shown.Catalogue.Number}号资费目录",
            $"{shown.Catalogue.Number}",
            Tmf620.LifecycleStatus(shown.Until),
            shown.Catalogue.DecidedAt,
            Tmf620.ValidFor(shown.Catalogue.EffectiveFrom, shown.Until, zone)
        );

    public static CategoryView ToCategory(this ShownFamily shown, TimeZoneInfo zone) =>
        new(
            shown.Family.Id,
            $"{Tmf620.Root}/category/{shown.Family.Id}",
            shown.Family.NameZh,
            shown.Family.NameEn,
            $"{shown.Catalogue.Number}",
            IsRoot: true,
            Tmf620.LifecycleStatus(shown.Until),
            shown.Catalogue.DecidedAt,
            Tmf620.ValidFor(shown.Catalogue.EffectiveFrom, shown.Until, zone),
            [Segment(shown.Family.CustomerGroup)]
        );

    public static ProductOfferingView ToOffering(this ShownOffering shown, TimeZoneInfo zone)
    {
        var offering = shown.Offering;
        return new(
            offering.OfferingId,
            $"{Tmf620.Root}/productOffering/{offering.OfferingId}",
            offering.NameZh,
            offering.NameEn,
            $"{offering.DescriptionZh}。{string.Concat(PriceInWords.Of(offering.Price, Language.Zh))}",
            $"{offering.DescriptionEn}. {string.Join(' ', PriceInWords.Of(offering.Price, Language.En))}",
            $"{shown.Catalogue.Number}",
            IsBundle: false,
            IsSellable: shown.Until is null,
            Tmf620.LifecycleStatus(shown.Until),
            shown.Catalogue.DecidedAt,
            Tmf620.ValidFor(shown.Catalogue.EffectiveFrom, shown.Until, zone),
            offering.LineKind.ToWord(),
            [new($"{shown.Family.Id}", $"{Tmf620.Root}/category/{shown.Family.Id}", shown.Family.NameZh, "Category")],
            [Segment(shown.Family.CustomerGroup)],
            [
                .. PriceInWords
                    .Parts(offering.Price, Language.Zh)
                    .Select(part => Reference(new PriceId(offering.OfferingId, part.Name), part.Text)),
            ]
        );
    }

    /// <summary>Null when the offering has no such price.</summary>
    public static ProductOfferingPriceView? ToPrice(this ShownOffering shown, PriceId id, TimeZoneInfo zone)
    {
        var offering = shown.Offering;
        var price = offering.Price;
        var zh = PriceInWords.Parts(price, Language.Zh).FirstOrDefault(part => part.Name == id.Part);
        if (zh is null)
        {
            return null;
        }

        var usage = id.UsageOf(price);
        return new(
            id.ToString(),
            Href(id),
            $"{offering.NameZh} {id.Part}",
            zh.Text,
            PriceInWords.Parts(price, Language.En).First(part => part.Name == id.Part).Text,
            $"{shown.Catalogue.Number}",
            IsBundle: false,
            id.IsMonthlyFee ? "recurring"
                : id.IsOneOffFee ? "oneTime"
                : "usage",
            id.IsMonthlyFee ? "month" : null,
            id.IsMonthlyFee ? 1 : null,
            Sum(price, usage, id),
            usage is null ? null : new(1, Unit(usage.Kind)),
            usage is null ? null : new(usage.Allowance, Unit(usage.Kind)),
            usage?.Mode.ToWord(),
            usage?.Tiers.Select(tier => new PriceTierView(tier.UpTo, new(price.Currency, tier.UnitPrice))).ToList(),
            Tmf620.LifecycleStatus(shown.Until),
            shown.Catalogue.DecidedAt,
            Tmf620.ValidFor(shown.Catalogue.EffectiveFrom, shown.Until, zone),
            new(
                $"{offering.OfferingId}",
                $"{Tmf620.Root}/productOffering/{offering.OfferingId}",
                offering.NameZh,
                "ProductOffering"
            )
        );
    }

    /// <summary>Of usage in several tiers none: there is no one price.</summary>
    private static MoneyView? Sum(PricePlan price, UsagePrice? usage, PriceId id) =>
        (usage, id.IsMonthlyFee) switch
        {
            (null, true) => new(price.Currency, price.MonthlyFee),
            (null, false) => new(price.Currency, price.OneOffFee),
            ({ Tiers: [var only] }, _) => new(price.Currency, only.UnitPrice),
            _ => null,
        };

    private static string Unit(UsageKind kind) =>
        kind switch
        {
            UsageKind.Voice => "minute",
            UsageKind.Sms => "message",
            _ => "MB",
        };

    private static CatalogRef Reference(PriceId id, string name) =>
        new(id.ToString(), Href(id), name, "ProductOfferingPrice");

    private static string Href(PriceId id) => $"{Tmf620.Root}/productOfferingPrice/{id}";

    private static SegmentView Segment(CustomerGroup group) =>
        new(group.ToWord(), CustomerWords.Of(group, Language.En));
}
