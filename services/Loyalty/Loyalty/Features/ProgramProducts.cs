using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>A programme that customers take part in, as TMF658 `loyaltyProgramProduct`; its terms are the policies'.</summary>
public sealed record ProgramProductView(
    string Id,
    string Href,
    string Name,
    string Description,
    string Status,
    IReadOnlyList<CharacteristicView> ProductCharacteristic,
    [property: JsonPropertyName("@type")] string Type = "LoyaltyProgramProduct"
)
{
    public const string Root = "/tmf-api/loyalty/v4/loyaltyProgramProduct";
}

public sealed record CharacteristicView(string Name, decimal Value, string Unit);

/// <summary>What there is to take part in, with the terms in force now, list and one (features.md L9).</summary>
internal static class ProgramProducts
{
    public const string Points = "points";
    private const string Vip = "vip";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/loyaltyProgramProduct", List).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);
        group.MapGet("/loyaltyProgramProduct/{id}", Get).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);
    }

    private static async Task<ListAnswer<ProgramProductView>> List(
        PolicyBook policies,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var products = Of((await policies.ReadAsync(ct)).TermsAt(clock.Now()));
        return new ListAnswer<ProgramProductView>(products, products.Count);
    }

    private static async Task<Results<Ok<ProgramProductView>, NotFound>> Get(
        string id,
        PolicyBook policies,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var products = Of((await policies.ReadAsync(ct)).TermsAt(clock.Now()));
        var found = products.SingleOrDefault(product => string.Equals(product.Id, id, StringComparison.Ordinal));
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(found);
    }

    private static List<ProgramProductView> Of(LoyaltyTerms terms) =>
        [
            new(
                Points,
                $"{ProgramProductView.Root}/{Points}",
                "积分 Points",
                "按本人消费积分，可兑换。 Points on your own charges, to be redeemed.",
                "active",
                [
                    new("pointsPerYuan", terms.PointsPerYuan, Points),
                    new("validity", terms.ExpiryMonths, "months"),
                    new("pointsPerYuanRedeemed", terms.PointsPerYuanRedeemed, Points),
                ]
            ),
            new(
                Vip,
                $"{ProgramProductView.Root}/{Vip}",
                "客户等级 Tiers",
                "按近十二个月消费评定：银卡、金卡、钻石卡。 Silver, gold and diamond by the bills of 12 months.",
                "active",
                [
                    new("silver", terms.Tiers.Silver, "yuan"),
                    new("gold", terms.Tiers.Gold, "yuan"),
                    new("diamond", terms.Tiers.Diamond, "yuan"),
                ]
            ),
        ];
}
