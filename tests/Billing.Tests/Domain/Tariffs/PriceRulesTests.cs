using System.Linq;
using Billing.Domain.Tariffs;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Tariffs;

/// <summary>B1: nonsense prices, each with its field.</summary>
public sealed class PriceRulesTests
{
    public static TheoryData<PricePlan, string> Nonsense() =>
        new()
        {
            { new(-1, 0, "CNY", []), "monthlyFee" },
            { new(100_000.01m, 0, "CNY", []), "monthlyFee" },
            { new(9.999m, 0, "CNY", []), "monthlyFee" },
            { new(9, -0.01m, "CNY", []), "oneOffFee" },
            { new(9, 0, "cny", []), "currency" },
            { new(9, 0, "YUAN", []), "currency" },
            { With(-1, new PriceTier(null, 1)), "usage[0].allowance" },
            { With(0.0000001m, new PriceTier(null, 1)), "usage[0].allowance" },
            { With(0), "usage[0].tiers" },
            { With(0, new(0.0000001m, 1), new(null, 1)), "usage[0].tiers[0].upTo" },
            { With(0, new PriceTier(100, 1)), "usage[0].tiers[0].upTo" },
            { With(0, new PriceTier(null, 1), new PriceTier(null, 1)), "usage[0].tiers[0].upTo" },
            { With(0, new(100, 1), new(100, 1), new(null, 1)), "usage[0].tiers[1].upTo" },
            { With(0, new(0, 1), new(null, 1)), "usage[0].tiers[0].upTo" },
            { With(0, new PriceTier(null, -0.01m)), "usage[0].tiers[0].unitPrice" },
            { With(0, new PriceTier(null, 1_000.1m)), "usage[0].tiers[0].unitPrice" },
            { With(0, new PriceTier(null, 0.0000001m)), "usage[0].tiers[0].unitPrice" },
            { new(9, 0, "CNY", [Open(UsageKind.Sms), Open(UsageKind.Sms)]), "usage[1].kind" },
        };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_is_refused_with_its_field(PricePlan price, string field) =>
        PriceRules.Flaws(price).Select(flaw => flaw.Field).ShouldBe([field]);

    [Fact]
    public void Tiers_ascend_to_an_open_end() =>
        PriceRules.Flaws(With(500, new(1_024, 0.0049m), new(10_240, 0.0029m), new(null, 0.0019m))).ShouldBeEmpty();

    [Fact]
    public void Free_of_charge_is_a_price() =>
        PriceRules.Flaws(new(0, 0, "CNY", [Open(UsageKind.Data)])).ShouldBeEmpty();

    private static UsagePrice Open(UsageKind kind) => new(kind, 0, TierMode.Graduated, [new(null, 0)]);

    private static PricePlan With(decimal allowance, params PriceTier[] tiers) =>
        new(9, 0, "CNY", [new(UsageKind.Data, allowance, TierMode.Graduated, tiers)]);
}
