using System;
using System.Linq;
using Billing.Domain;
using Billing.Domain.Tariffs;

namespace Billing.Tests.Domain.Tariffs;

/// <summary>Catalogues as tests begin with them.</summary>
internal static class Catalogues
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 11, 20);
    public static readonly CatalogueLimits ThreeByFour = new(MaxFamilies: 3, MaxTiers: 4, "CNY");

    public static Catalogue Draft(int number = 2, DateOnly? from = null) =>
        Catalogue.Draft(number, from ?? Today.AddDays(10), copyOf: null, "writer", Now);

    public static Catalogue WithFamily(
        this Catalogue catalogue,
        string code,
        int tiers,
        CustomerGroup group = CustomerGroup.Residential
    )
    {
        catalogue.PutFamily(code, new(group, $"{code}系列", code));
        foreach (var fee in Enumerable.Range(1, tiers).Select(tier => tier * 10))
        {
            catalogue.PutOffering(code, $"{code}-{fee}", Guid.CreateVersion7(), Terms(fee));
        }

        return catalogue;
    }

    public static Catalogue ProposedBy(this Catalogue catalogue, string who)
    {
        catalogue.Propose(who, Now);
        return catalogue;
    }

    public static Catalogue Published(this Catalogue catalogue)
    {
        catalogue.ProposedBy("writer").Publish("checker", ThreeByFour, newest: null, Today, Now);
        return catalogue;
    }

    public static OfferingTerms Terms(decimal fee, string currency = "CNY", bool isPromoted = true) =>
        new($"{fee}元套餐", $"Plan {fee}", "套餐", "A plan", LineKind.Mobile, isPromoted, Price(fee, currency));

    public static PricePlan Price(decimal fee, string currency = "CNY", params UsagePrice[] usage) =>
        new(fee, OneOffFee: 0, currency, usage);
}
