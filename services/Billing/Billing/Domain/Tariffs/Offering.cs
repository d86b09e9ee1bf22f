using System;

namespace Billing.Domain.Tariffs;

/// <summary>An offering as one catalogue has it; what is published never changes again, also not by SQL.</summary>
public sealed class Offering
{
    private Offering() { }

    public Guid CatalogueId { get; private set; }

    /// <summary>The same in every catalogue that has the offering.</summary>
    public Guid OfferingId { get; private set; }
    public Guid FamilyId { get; private set; }
    public string Code { get; private set; } = "";
    public string NameZh { get; private set; } = "";
    public string NameEn { get; private set; } = "";
    public string DescriptionZh { get; private set; } = "";
    public string DescriptionEn { get; private set; } = "";
    public LineKind LineKind { get; private set; }

    /// <summary>One of the tiers that the family is advertised with (tariff.max_tiers).</summary>
    public bool IsPromoted { get; private set; }
    public PricePlan Price { get; private set; } = null!;

    internal static Offering Of(PlanFamily family, Guid offeringId, string code, OfferingTerms terms)
    {
        var offering = new Offering
        {
            CatalogueId = family.CatalogueId,
            OfferingId = offeringId,
            FamilyId = family.Id,
            Code = code,
        };
        offering.Change(terms);
        return offering;
    }

    internal void Change(OfferingTerms terms)
    {
        (NameZh, NameEn) = (terms.NameZh, terms.NameEn);
        (DescriptionZh, DescriptionEn) = (terms.DescriptionZh, terms.DescriptionEn);
        (LineKind, IsPromoted, Price) = (terms.LineKind, terms.IsPromoted, terms.Price);
    }

    internal Offering CopyTo(PlanFamily family) =>
        Of(family, OfferingId, Code, new(NameZh, NameEn, DescriptionZh, DescriptionEn, LineKind, IsPromoted, Price));
}

/// <summary>What an offering is and costs.</summary>
public sealed record OfferingTerms(
    string NameZh,
    string NameEn,
    string DescriptionZh,
    string DescriptionEn,
    LineKind LineKind,
    bool IsPromoted,
    PricePlan Price
);
