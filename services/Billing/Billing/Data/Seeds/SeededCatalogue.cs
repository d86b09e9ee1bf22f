using System;
using System.Collections.Generic;
using System.Linq;
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
        var fitting = All().Where(o => o.Group == group && o.Offering.LineKind == kind).ToList();
        return fitting[n / 2 % fitting.Count].Offering.OfferingId;
    }

    public static async Task SeedAsync(BillingDb db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into catalogues (id, version, number, status, effective_from, created_by, created_at,
                                    proposed_by, proposed_at, decided_by, decided_at)
            values ({Id}, 3, 1, 'Published', {EffectiveFrom}, 'seed', now(), 'seed', now(), 'seed-second', now())
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

        db.Offerings.AddRange(All().Select(o => o.Offering));
        await db.SaveChangesAsync(ct);
    }

    private static IEnumerable<(
        CustomerGroup Group,
        (Guid Id, string Code, CustomerGroup Group, string Zh, string En) Family,
        Offering Offering
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
            new Offering
            {
                CatalogueId = Id,
                OfferingId = Number("0190c200", (number * 16) + tier.Index),
                FamilyId = family.Item1,
                Code = $"{code}-{fee}",
                NameZh = $"{family.Item4}{fee}元套餐",
                NameEn = $"{family.Item5} {fee}",
                DescriptionZh = Words(
                    tier.Item,
                    "每月含{0}分钟通话、{1}条短信、{2}GB流量",
                    "每月含{0}分钟通话",
                    "不限时宽带"
                ),
                DescriptionEn = Words(
                    tier.Item,
                    "{0} minutes, {1} messages and {2} GB a month",
                    "{0} minutes a month",
                    "Unlimited broadband"
                ),
                LineKind = f.Item.Kind,
                IsPromoted = true,
                Price = Price(fee, tier.Item),
            }
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
