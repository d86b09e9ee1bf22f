using System;
using System.Collections.Generic;
using System.Linq;

namespace Billing.Domain.Tariffs;

/// <summary>Plans of one name for one group of customers, told apart by their tiers (features.md B1).</summary>
public sealed class PlanFamily
{
    private readonly List<Offering> _offerings = [];

    private PlanFamily() { }

    /// <summary>Of the family in this catalogue: its code is what goes through all catalogues.</summary>
    public Guid Id { get; private set; }
    public Guid CatalogueId { get; private set; }
    public string Code { get; private set; } = "";
    public CustomerGroup CustomerGroup { get; private set; }
    public string NameZh { get; private set; } = "";
    public string NameEn { get; private set; } = "";
    public IReadOnlyList<Offering> Offerings => _offerings;

    internal static PlanFamily Of(Guid catalogueId, string code, FamilyTerms terms)
    {
        var family = new PlanFamily
        {
            Id = Guid.CreateVersion7(),
            CatalogueId = catalogueId,
            Code = code,
        };
        family.Change(terms);
        return family;
    }

    internal void Change(FamilyTerms terms) =>
        (CustomerGroup, NameZh, NameEn) = (terms.CustomerGroup, terms.NameZh, terms.NameEn);

    internal PlanFamily CopyTo(Guid catalogueId)
    {
        var copy = Of(catalogueId, Code, new(CustomerGroup, NameZh, NameEn));
        copy._offerings.AddRange(_offerings.Select(offering => offering.CopyTo(copy)));
        return copy;
    }

    internal void Put(Guid offeringId, string code, OfferingTerms terms)
    {
        if (_offerings.Find(offering => offering.Code == code) is { } known)
        {
            known.Change(terms);
            return;
        }

        _offerings.Add(Offering.Of(this, offeringId, code, terms));
    }

    internal bool Remove(string code) => _offerings.RemoveAll(offering => offering.Code == code) > 0;
}

/// <summary>What a family says of itself.</summary>
public sealed record FamilyTerms(CustomerGroup CustomerGroup, string NameZh, string NameEn);
