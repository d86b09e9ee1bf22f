using System;
using Rules;

namespace Vas.Domain.Settlement;

/// <summary>What a wrongly charged customer gets back, and how soon, as of a moment (policies.md, <c>vas.refund*</c>).</summary>
/// <param name="Confirmed">How many times the charge when it was confirmed to be wrong.</param>
/// <param name="Fraud">How many times when it was fraud.</param>
/// <param name="FraudMin">The least for fraud, in yuan.</param>
/// <param name="Target">By when it shall be paid.</param>
/// <param name="Max">By when it has to be paid.</param>
/// <param name="Evidence">How long the provider has to bring its evidence; without it the customer is right.</param>
public sealed record RefundTerms(
    decimal Confirmed,
    decimal Fraud,
    decimal FraudMin,
    Limit Target,
    Limit Max,
    Limit Evidence
)
{
    /// <summary>What the customer gets in all, the charge itself among it: whole fen, half away from zero.</summary>
    public decimal Total(decimal charge, RefundGround ground) =>
        ground switch
        {
            RefundGround.Overcharge => Money.Rounded(charge * Confirmed),
            RefundGround.Fraud => Math.Max(Money.Rounded(charge * Fraud), FraudMin),
            _ => charge,
        };
}
