using System.Collections.Generic;
using System.Text.Json.Serialization;
using Loyalty.Domain;

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

/// <summary>The programmes that there are; none is added without code that keeps it.</summary>
internal static class ProgramProducts
{
    public const string Points = "points";
    private const string Vip = "vip";

    public static List<ProgramProductView> Of(LoyaltyTerms terms) =>
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
