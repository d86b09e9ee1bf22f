using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using ApiConventions.Errors;
using Billing.Domain.Tariffs;

namespace Billing.Features.Tariffs;

/// <param name="MonthlyFee">Tax included.</param>
/// <param name="OneOffFee">On the first bill; zero for none.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Usage">One entry per kind at most.</param>
public sealed record PriceRequest(
    [Required(ErrorMessage = "It is mandatory.")] decimal? MonthlyFee,
    decimal OneOffFee,
    [Required(ErrorMessage = "It is mandatory.")] string Currency,
    [MaxLength(10, ErrorMessage = "At most 10 are taken.")] IReadOnlyList<UsagePriceRequest?>? Usage
)
{
    /// <summary>As it was sent: whether it is a price is for <see cref="PriceRules"/> to say.</summary>
    /// <param name="field">Where it stands in the body.</param>
    /// <exception cref="InvalidInput">A kind or mode is none, or something is null in a list.</exception>
    internal PricePlan ToPricePlan(string field) =>
        new(
            MonthlyFee!.Value,
            OneOffFee,
            Currency,
            [
                .. (Usage ?? []).Select(
                    (usage, i) => Given(usage, $"{field}.usage[{i}]").ToUsagePrice($"{field}.usage[{i}]")
                ),
            ]
        );

    internal static T Given<T>(T? element, string field)
        where T : class => element ?? throw new InvalidInput(field, "An object is expected.");
}

/// <param name="Kind">voice (minutes), sms (messages) or data (MB).</param>
/// <param name="Allowance">What the monthly fee includes.</param>
/// <param name="Mode">graduated: each unit at its own tier's price; volume: all at the last one's.</param>
/// <param name="Tiers">What goes beyond the allowance; the last one is open.</param>
public sealed record UsagePriceRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Kind,
    decimal Allowance,
    [Required(ErrorMessage = "It is mandatory.")] string Mode,
    [Required(ErrorMessage = "It is mandatory."), MaxLength(10, ErrorMessage = "At most 10 are taken.")]
        IReadOnlyList<TierRequest?>? Tiers
)
{
    internal UsagePrice ToUsagePrice(string field) =>
        new(
            TariffWords.Word<UsageKind>($"{field}.kind", Kind),
            Allowance,
            TariffWords.Word<TierMode>($"{field}.mode", Mode),
            [
                .. Tiers!
                    .Select((tier, i) => PriceRequest.Given(tier, $"{field}.tiers[{i}]"))
                    .Select(tier => new PriceTier(tier.UpTo, tier.UnitPrice!.Value)),
            ]
        );
}

/// <param name="UpTo">End of the tier, counted from the end of the allowance.</param>
/// <param name="UnitPrice">Per minute, message or MB.</param>
public sealed record TierRequest(decimal? UpTo, [Required(ErrorMessage = "It is mandatory.")] decimal? UnitPrice);
