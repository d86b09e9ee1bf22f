using System;

namespace Vas.Domain.Settlement;

/// <summary>
/// What issued statements took from a provider for a customer's refund, so that nothing is taken twice; a case that a finding
/// moves to another provider gives it back to who paid (features.md V8, V15).
/// </summary>
public sealed class RefundSettlement
{
    private RefundSettlement() { }

    public Guid CompensationId { get; private set; }
    public Guid ProviderId { get; private set; }
    public decimal Settled { get; private set; }

    public static RefundSettlement Of(Guid compensationId, Guid providerId) =>
        new() { CompensationId = compensationId, ProviderId = providerId };

    /// <summary>An issued statement has a line of it.</summary>
    /// <param name="amount">The line's: negative when the provider pays, positive when it gets back.</param>
    public void Settle(decimal amount) => Settled -= amount;
}
