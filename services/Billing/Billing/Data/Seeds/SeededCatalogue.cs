using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain;
using Billing.Domain.Tariffs;
using Microsoft.EntityFrameworkCore;

namespace Billing.Data.Seeds;

/// <summary>The first catalogue of the seeded operator: per customer group a mobile, a telephone and a broadband family.</summary>
internal static class SeededCatalogue
{
    private static readonly DateOnly EffectiveFrom = new(2020, 1, 1);

    private static readonly (CustomerGroup Group, string Zh, string En, decimal Factor)[] Groups =
    [
        (CustomerGroup.Residential, "", "", 1m),
        (CustomerGroup.Business, "商务", "Business ", 1.5m),
        (CustomerGroup.KeyAccount, "尊享", "Key ", 2m),
    ];

    private static readonly (
        LineKind Kind,
        string Zh,
        string En,
        (int Fee, int Minutes, int Messages, int Megabytes)[] Tiers
    )[] Families =
    [
        (
            LineKind.Mobile,
            "畅享",
            "Enjoy",
            [(39, 100, 50, 5_120), (59, 200, 100, 10_240), (99, 500, 200, 30_720), (129, 1_000, 300, 61_440)]
        ),
        (LineKind.Fixed, "乐话", "Talk", [(15, 60, 0, 0), (25, 200, 0, 0)]),
        (LineKind.Broadband, "光速", "Fibre", [(50, 0, 0, 0), (80, 0, 0, 0), (120, 0, 0, 0)]),
    ];

    public static Guid Id { get; } = Number("0190c000", 1);

    /// <summary>An offering for the n-th customer of a group; neighbours have different tiers.</summary>
    public static Guid OfferingFor(CustomerGroup group, LineKind kind, int n)
    {
        var fitting = All().Where(o => o.Group == group && o.Terms.LineKind == kind).ToList();
        return fitting[n / 2 % fitting.Count].Id;
    }

    public static async Task SeedAsync(BillingDb db, CancellationToken ct)
    {
        // As it goes in life: drafted, filled, let out. Nothing can be put into one that is published.
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into catalogues (id, version, number, status, effective_from, created_by, created_at)
            values ({Id}, 1, 1, 'Draft', {EffectiveFrom}, 'seed', now())
            """,
            ct
        );
        foreach (var (family, code, group, zh, en) in All().Select(o => o.Family).Distinct())
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into plan_families (id, catalogue_id, code, customer_group, name_zh, name_en)
                values ({family}, {Id}, {code}, {group.ToString()}, {zh}, {en})
                """,
                ct
            );
        }

        foreach (var (_, family, id, code, terms) in All())
        {
            var price = JsonSerializer.Serialize(terms.Price, BillingDb.PriceJson);
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into offerings (catalogue_id, offering_id, family_id, code, name_zh, name_en, description_zh,
                                       description_en, line_kind, is_promoted, price)
                values ({Id}, {id}, {family.Id}, {code}, {terms.NameZh}, {terms.NameEn}, {terms.DescriptionZh},
                        {terms.DescriptionEn}, {terms.LineKind.ToString()}, {terms.IsPromoted}, {price}::jsonb)
                """,
                ct
            );
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            update catalogues
               set version = 3, status = 'Published', proposed_by = 'seed', proposed_at = now(),
                   decided_by = 'seed-second', decided_at = now()
             where id = {Id}
            """,
            ct
        );
    }

    private static IEnumerable<(
        CustomerGroup Group,
        (Guid Id, string Code, CustomerGroup Group, string Zh, string En) Family,
        Guid Id,
        string Code,
        OfferingTerms Terms
    )> All() =>
        from g in Groups.Index()
        from f in Families.Index()
        let number = (g.Index * 16) + f.Index + 1
        let prefix = g.Item.Group == CustomerGroup.Residential
            ? ""
            : $"{g.Item.Group.ToString().ToUpperInvariant()[..3]}-"
        let code = prefix + f.Item.En.ToUpperInvariant()
        let family = (Number("0190c100", number), code, g.Item.Group, g.Item.Zh + f.Item.Zh, g.Item.En + f.Item.En)
        from tier in f.Item.Tiers.Index()
        let fee = decimal.Truncate(tier.Item.Fee * g.Item.Factor)
        select (
            g.Item.Group,
            family,
            Number("0190c200", (number * 16) + tier.Index),
            $"{code}-{fee}",
            new OfferingTerms(
                $"{family.Item4}{fee}元套餐",
                $"{family.Item5} {fee}",
                Words(tier.Item, "每月含{0}分钟通话、{1}条短信、{2}GB流量", "每月含{0}分钟通话", "不限时宽带"),
                Words(
                    tier.Item,
                    "{0} minutes, {1} messages and {2} GB a month",
                    "{0} minutes a month",
                    "Unlimited broadband"
                ),
                f.Item.Kind,
                IsPromoted: true,
                Price(fee, tier.Item)
            )
        );

    private static string Words(
        (int, int Minutes, int Messages, int Megabytes) tier,
        string all,
        string calls,
        string none
    ) =>
        string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            tier.Megabytes > 0 ? all
                : tier.Minutes > 0 ? calls
                : none,
            tier.Minutes,
            tier.Messages,
            tier.Megabytes / 1024
        );

    private static PricePlan Price(decimal fee, (int, int Minutes, int Messages, int Megabytes) tier)
    {
        var usage = new List<UsagePrice>();
        if (tier.Minutes > 0)
        {
            usage.Add(new(UsageKind.Voice, tier.Minutes, TierMode.Graduated, [new(null, 0.15m)]));
        }

        if (tier.Megabytes > 0)
        {
            usage.Add(new(UsageKind.Sms, tier.Messages, TierMode.Graduated, [new(null, 0.1m)]));
            usage.Add(
                new(
                    UsageKind.Data,
                    tier.Megabytes,
                    TierMode.Graduated,
                    [new(1_024, 0.0049m), new(10_240, 0.0029m), new(null, 0.0019m)]
                )
            );
        }

        return new PricePlan(fee, OneOffFee: 0, "CNY", usage);
    }

    private static Guid Number(string prefix, int n) => Guid.ParseExact($"{prefix}-0000-7000-8000-{n:x12}", "D");
}
