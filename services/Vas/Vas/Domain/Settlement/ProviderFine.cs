using System;

namespace Vas.Domain.Settlement;

/// <summary>A fine from a sanction, waiting for the provider's next statement (features.md V9, V8).</summary>
public sealed class ProviderFine
{
    private ProviderFine() { }

    public Guid SanctionId { get; private set; }
    public Guid ProviderId { get; private set; }
    public decimal Amount { get; private set; }
    public string Currency { get; private set; } = "";

    /// <summary>Why, for the provider to read.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Null while only its end was heard of.</summary>
    public DateTimeOffset? ImposedAt { get; private set; }
    public DateTimeOffset? LiftedAt { get; private set; }

    /// <summary>What issued statements took from the provider for it, so that nothing is taken twice.</summary>
    public decimal Settled { get; private set; }

    public static ProviderFine Of(Guid sanctionId, Guid providerId) =>
        new() { SanctionId = sanctionId, ProviderId = providerId };

    public void HearImposed(decimal amount, string currency, string reason, DateTimeOffset at)
    {
        (Amount, Currency, Reason) = (amount, currency, reason);
        ImposedAt ??= at;
    }

    public void HearLifted(DateTimeOffset at) => LiftedAt ??= at;

    /// <inheritdoc cref="RefundSettlement.Settle"/>
    internal void Settle(decimal amount) => Settled -= amount;
}
