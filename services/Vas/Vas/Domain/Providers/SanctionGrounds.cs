namespace Vas.Domain.Providers;

/// <summary>Which sanction, and why.</summary>
/// <param name="Reason">For the provider to read.</param>
/// <param name="Amount">Of a fine, in the provider's currency; null for any other.</param>
/// <param name="Period">The month of the complaint rate it goes back to, <c>yyyy-MM</c>.</param>
/// <param name="PolicyVersions">The versions an automatic one rests on.</param>
public sealed record SanctionGrounds(
    SanctionKind Kind,
    SanctionCause Cause,
    string Reason,
    decimal? Amount = null,
    string? Period = null,
    string? PolicyVersions = null
);
