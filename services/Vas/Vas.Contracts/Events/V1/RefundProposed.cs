using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A charge may have been wrong: somebody wants it given back, and the provider may show that it was right
/// (features.md V15).
/// </summary>
/// <param name="RefundId">The refund.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="ProviderId">Whose charge.</param>
/// <param name="ChargeId">The charge.</param>
/// <param name="ProviderKey">The provider's own number of it.</param>
/// <param name="Ground">mistake, overcharge or fraud.</param>
/// <param name="Amount">The charge.</param>
/// <param name="Extra">What the customer would get beyond it, at the provider's cost.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">What is said against it.</param>
/// <param name="PolicyVersions">What it was calculated by.</param>
/// <param name="EvidenceUntil">Without evidence by then the customer is right; null when none is wanted.</param>
/// <param name="ProposedAt">When, UTC.</param>
public sealed record RefundProposed(
    Guid RefundId,
    long Version,
    Guid ProviderId,
    Guid ChargeId,
    string ProviderKey,
    string Ground,
    decimal Amount,
    decimal Extra,
    string Currency,
    string Reason,
    string PolicyVersions,
    DateTimeOffset? EvidenceUntil,
    DateTimeOffset ProposedAt
);
