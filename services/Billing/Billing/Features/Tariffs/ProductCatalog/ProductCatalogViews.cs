using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Rules;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>TMF620's addresses and words.</summary>
internal static class Tmf620
{
    public const string Root = "/tmf-api/productCatalogManagement/v4";
    public const string Active = "Active";
    public const string Retired = "Retired";

    /// <param name="until">First day that it is not valid any more, local date.</param>
    public static ValidFor ValidFor(DateOnly from, DateOnly? until, TimeZoneInfo zone) =>
        new(
            zone.FirstMomentAt(from, TimeOnly.MinValue),
            until is { } end ? zone.FirstMomentAt(end, TimeOnly.MinValue) : null
        );

    public static string LifecycleStatus(DateOnly? until) => until is null ? Active : Retired;

    /// <returns>Null for a word that no resource here ever has.</returns>
    public static bool? IsActive(string word) =>
        word switch
        {
            Active => true,
            Retired => false,
            _ => null,
        };
}

public sealed record ValidFor(DateTimeOffset StartDateTime, DateTimeOffset? EndDateTime);

public sealed record CatalogView(
    Guid Id,
    string Href,
    string Name,
    string Version,
    string LifecycleStatus,
    DateTimeOffset? LastUpdate,
    ValidFor ValidFor,
    [property: JsonPropertyName("@type")] string Type = "Catalog"
);

public sealed record CategoryView(
    Guid Id,
    string Href,
    string Name,
    string NameEn,
    string Version,
    bool IsRoot,
    string LifecycleStatus,
    DateTimeOffset? LastUpdate,
    ValidFor ValidFor,
    IReadOnlyList<SegmentView> MarketSegment,
    [property: JsonPropertyName("@type")] string Type = "Category"
);

public sealed record ProductOfferingView(
    Guid Id,
    string Href,
    string Name,
    string NameEn,
    string Description,
    string DescriptionEn,
    string Version,
    bool IsBundle,
    bool IsSellable,
    string LifecycleStatus,
    DateTimeOffset? LastUpdate,
    ValidFor ValidFor,
    string LineKind,
    IReadOnlyList<CatalogRef> Category,
    IReadOnlyList<SegmentView> MarketSegment,
    IReadOnlyList<CatalogRef> ProductOfferingPrice,
    [property: JsonPropertyName("@type")] string Type = "ProductOffering"
);

/// <param name="PriceType">recurring, oneTime or usage.</param>
/// <param name="UnitOfMeasure">Of usage: what <c>price</c> is for one of.</param>
/// <param name="Allowance">Of usage: what the recurring price includes a month.</param>
/// <param name="Tier">Of usage: what goes beyond the allowance.</param>
public sealed record ProductOfferingPriceView(
    string Id,
    string Href,
    string Name,
    string Description,
    string DescriptionEn,
    string Version,
    bool IsBundle,
    string PriceType,
    string? RecurringChargePeriodType,
    int? RecurringChargePeriodLength,
    MoneyView? Price,
    QuantityView? UnitOfMeasure,
    QuantityView? Allowance,
    string? TierMode,
    IReadOnlyList<PriceTierView>? Tier,
    string LifecycleStatus,
    DateTimeOffset? LastUpdate,
    ValidFor ValidFor,
    CatalogRef ProductOffering,
    [property: JsonPropertyName("@type")] string Type = "ProductOfferingPrice"
);

public sealed record SegmentView(string Id, string Name);

public sealed record MoneyView(string Unit, decimal Value);

public sealed record QuantityView(decimal Amount, string Units);

public sealed record PriceTierView(decimal? UpTo, MoneyView Price);

public sealed record CatalogRef(
    string Id,
    string Href,
    string Name,
    [property: JsonPropertyName("@referredType")] string ReferredType
);
