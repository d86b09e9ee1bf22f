using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using Billing.Domain.Tariffs;

namespace Billing.Features.Tariffs;

/// <summary>What came, went and changed from one catalogue to another, in words (features.md B2).</summary>
/// <param name="From">The earlier catalogue's number.</param>
/// <param name="To">The later one's.</param>
public sealed record DifferencesView(
    int From,
    DateOnly FromDate,
    int To,
    DateOnly ToDate,
    string Language,
    IReadOnlyList<DifferenceView> Differences,
    [property: JsonPropertyName("@type")] string Type = "TariffDifferences"
)
{
    public static DifferencesView Of(Catalogue from, Catalogue to, Language language) =>
        new(
            from.Number,
            from.EffectiveFrom,
            to.Number,
            to.EffectiveFrom,
            language.ToWord(),
            [.. CatalogueDifference.Between(from, to, language).Select(it => View(it, language))]
        );

    private static DifferenceView View(CatalogueDifference difference, Language language) =>
        new(
            difference.Kind.ToWord(),
            CustomerWords.Of(difference.CustomerGroup, language),
            difference.OfferingId,
            difference.Code,
            difference.Name,
            [.. difference.Parts.Select(part => new PartDifferenceView(part.Part, part.Old, part.New))]
        );
}

/// <param name="Kind">came, went or changed.</param>
public sealed record DifferenceView(
    string Kind,
    string CustomerGroup,
    Guid OfferingId,
    string Code,
    string Name,
    IReadOnlyList<PartDifferenceView> Parts
);

/// <param name="Part">What changed: monthlyFee, oneOffFee, voice, sms, data, name, description and the like.</param>
public sealed record PartDifferenceView(string Part, string? Old, string? New);
