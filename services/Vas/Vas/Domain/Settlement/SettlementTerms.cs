using System.Collections.Generic;

namespace Vas.Domain.Settlement;

/// <summary>
/// How a month is settled with a provider whose contract says nothing else, as of a moment (policies.md, <c>sp.*</c>).
/// The order is share, bad debt, service fee, complaint factor, penalty, claw-back; no other is known.
/// </summary>
/// <param name="Shares">Marginal bands of the month's net charges, by bound, ascending; the last has none.</param>
/// <param name="BadDebt">Per cent taken off for charges that are never paid.</param>
/// <param name="ServiceFee">Per cent taken off for billing and collecting.</param>
/// <param name="ObjectionWindow">Days that a drafted statement waits for the provider's objection.</param>
public sealed record SettlementTerms(
    IReadOnlyList<ShareBand> Shares,
    decimal BadDebt,
    decimal ServiceFee,
    int ObjectionWindow
);
