using System.Collections.Generic;

namespace Billing.Domain.Tariffs;

/// <summary>
/// What an offering costs (features.md B5, first form): a fee a month, a fee once, and for each kind of usage what is
/// included and what more costs.
/// </summary>
/// <param name="MonthlyFee">Per month, tax included; a part of a month is charged by days.</param>
/// <param name="OneOffFee">Charged on the first bill; zero for none.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Usage">At most one entry per kind; a kind that is not there is not charged and not allowed.</param>
public sealed record PricePlan(decimal MonthlyFee, decimal OneOffFee, string Currency, IReadOnlyList<UsagePrice> Usage);

/// <summary>The price of one kind of usage in a month.</summary>
/// <param name="Allowance">
/// What the monthly fee includes, in the kind's unit. Whole also in a month of which the plan is only a part: so a month's
/// charge depends on nothing but its quantity, and no later end of the plan changes what was said before.
/// </param>
/// <param name="Tiers">What goes beyond it, cheapest quantity first; the last tier is open (no <c>UpTo</c>).</param>
public sealed record UsagePrice(UsageKind Kind, decimal Allowance, TierMode Mode, IReadOnlyList<PriceTier> Tiers);

/// <param name="UpTo">End of the tier, counted from the end of the allowance; null for no end.</param>
/// <param name="UnitPrice">Exact, may be finer than a fen.</param>
public sealed record PriceTier(decimal? UpTo, decimal UnitPrice);

public enum TierMode
{
    /// <summary>Each unit costs what its own tier says.</summary>
    Graduated,

    /// <summary>All units cost what the tier says in which the last one falls.</summary>
    Volume,
}

/// <summary>Voice in minutes, SMS in messages, data in MB.</summary>
public enum UsageKind
{
    Voice,
    Sms,
    Data,
}
