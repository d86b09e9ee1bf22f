using System;
using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>The usage prices of a plan, ready for rating and found by kind without a search.</summary>
public sealed class PreparedPlan
{
    private readonly PreparedPrice?[] _prices = new PreparedPrice?[3];

    private PreparedPlan(PricePlan plan) => Terms = plan;

    /// <summary>The plan it was made of: its monthly fee and currency.</summary>
    public PricePlan Terms { get; }

    public static PreparedPlan Of(PricePlan plan)
    {
        var prepared = new PreparedPlan(plan);
        foreach (var price in plan.Usage)
        {
            if (prepared._prices[(int)price.Kind] is not null)
            {
                throw new ArgumentException($"The plan prices {price.Kind} twice.", nameof(plan));
            }

            prepared._prices[(int)price.Kind] = PreparedPrice.Of(price);
        }

        return prepared;
    }

    /// <returns>Null for a kind that the plan does not allow.</returns>
    public PreparedPrice? PriceOf(UsageKind kind) => _prices[(int)kind];
}
