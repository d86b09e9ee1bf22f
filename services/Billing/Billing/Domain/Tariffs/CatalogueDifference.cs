using System;
using System.Collections.Generic;
using System.Linq;

namespace Billing.Domain.Tariffs;

public enum DifferenceKind
{
    Came,
    Went,
    Changed,
}

/// <summary>What became of one offering from one catalogue to another, in words (features.md B2).</summary>
/// <param name="Parts">Of one that came or went its price; of one that changed what is not as it was.</param>
public sealed record CatalogueDifference(
    DifferenceKind Kind,
    CustomerGroup CustomerGroup,
    Guid OfferingId,
    string Code,
    string Name,
    IReadOnlyList<PartDifference> Parts
)
{
    /// <summary>Offerings are the same by their id, whatever they are called; equal ones are not mentioned.</summary>
    public static IReadOnlyList<CatalogueDifference> Between(Catalogue from, Catalogue to, Language language)
    {
        var before = Offerings(from).ToDictionary(it => it.Offering.OfferingId);
        var after = Offerings(to).ToDictionary(it => it.Offering.OfferingId);
        return
        [
            .. from id in before.Keys.Union(after.Keys)
            let difference = Of(before.GetValueOrDefault(id), after.GetValueOrDefault(id), language)
            where difference.Parts.Count > 0
            orderby difference.CustomerGroup, difference.Code, difference.Kind
            select difference,
        ];
    }

    private static CatalogueDifference Of(Listed? before, Listed? after, Language language)
    {
        var (family, offering) = after ?? before!;
        var kind =
            before is null ? DifferenceKind.Came
            : after is null ? DifferenceKind.Went
            : DifferenceKind.Changed;
        var (old, @new) =
            kind == DifferenceKind.Changed
                ? (before!.Words(language), after!.Words(language))
                : (Prices(before, language), Prices(after, language));
        var parts =
            from name in old.Select(part => part.Name).Union(@new.Select(part => part.Name))
            let was = old.Find(part => part.Name == name)?.Text
            let @is = @new.Find(part => part.Name == name)?.Text
            where was != @is
            select new PartDifference(name, was, @is);
        var title = language == Language.Zh ? offering.NameZh : offering.NameEn;
        return new(kind, family.CustomerGroup, offering.OfferingId, offering.Code, title, [.. parts]);
    }

    private static List<PricePart> Prices(Listed? listed, Language language) =>
        listed is null ? [] : [.. PriceInWords.Parts(listed.Offering.Price, language)];

    private static IEnumerable<Listed> Offerings(Catalogue catalogue) =>
        from family in catalogue.Families
        from offering in family.Offerings
        select new Listed(family, offering);

    private sealed record Listed(PlanFamily Family, Offering Offering)
    {
        /// <summary>All that a customer is told of it.</summary>
        public List<PricePart> Words(Language language)
        {
            var isZh = language == Language.Zh;
            return
            [
                new("code", Offering.Code),
                new("name", isZh ? Offering.NameZh : Offering.NameEn),
                new("description", isZh ? Offering.DescriptionZh : Offering.DescriptionEn),
                new("family", isZh ? Family.NameZh : Family.NameEn),
                new("customerGroup", CustomerWords.Of(Family.CustomerGroup, language)),
                new("lineKind", CustomerWords.Of(Offering.LineKind, language)),
                new(
                    "promotion",
                    (Offering.IsPromoted, isZh) switch
                    {
                        (true, true) => "主推档位",
                        (true, false) => "promoted tier",
                        (false, true) => "非主推档位",
                        (false, false) => "not promoted",
                    }
                ),
                .. PriceInWords.Parts(Offering.Price, language),
            ];
        }
    }
}

/// <param name="Part">As in <see cref="PricePart"/>, or name, description, family, promotion and the like.</param>
/// <param name="Old">In words; null for what was not there.</param>
/// <param name="New">In words; null for what is no longer there.</param>
public sealed record PartDifference(string Part, string? Old, string? New);

/// <summary>Kinds of customers and lines as customers call them.</summary>
public static class CustomerWords
{
    public static string Of(CustomerGroup group, Language language) =>
        (group, language) switch
        {
            (CustomerGroup.Residential, Language.Zh) => "个人和家庭客户",
            (CustomerGroup.Residential, _) => "Residential customers",
            (CustomerGroup.Business, Language.Zh) => "企业客户",
            (CustomerGroup.Business, _) => "Business customers",
            (_, Language.Zh) => "重要客户",
            _ => "Key accounts",
        };

    public static string Of(LineKind kind, Language language) =>
        (kind, language) switch
        {
            (LineKind.Mobile, Language.Zh) => "手机",
            (LineKind.Mobile, _) => "mobile",
            (LineKind.Fixed, Language.Zh) => "固定电话",
            (LineKind.Fixed, _) => "telephone",
            (LineKind.Broadband, Language.Zh) => "宽带",
            (LineKind.Broadband, _) => "broadband",
            (_, Language.Zh) => "供水",
            _ => "water",
        };
}
