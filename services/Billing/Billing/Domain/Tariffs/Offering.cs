using System;

namespace Billing.Domain.Tariffs;

/// <summary>An offering as one published catalogue has it.</summary>
public sealed class Offering
{
    public Guid CatalogueId { get; init; }

    /// <summary>The same in every catalogue that has the offering.</summary>
    public Guid OfferingId { get; init; }
    public Guid FamilyId { get; init; }
    public string Code { get; init; } = "";
    public string NameZh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string DescriptionZh { get; init; } = "";
    public string DescriptionEn { get; init; } = "";
    public LineKind LineKind { get; init; }

    /// <summary>One of the tiers that the family is advertised with (tariff.max_tiers).</summary>
    public bool IsPromoted { get; init; }
    public PricePlan Price { get; init; } = null!;
}
