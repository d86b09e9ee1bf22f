using System;
using Vas.Domain.Providers;

namespace Vas.Tests.Domain.Providers;

/// <summary>Providers for domain tests.</summary>
internal static class SomeProviders
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>As policies.md has them.</summary>
    public static readonly ScoreTerms Terms = new(100, 80, 70, 60, [10, 15, 20, 30, 40, 50, 60], 24);

    public static readonly ProviderDetails Details = new("星河互动", "Starriver", "B2-1", "HT-1", "4006600001");

    public static Provider Applied(ProviderDetails? details = null) =>
        Provider.Apply(Guid.CreateVersion7(), "SP-0001", details ?? Details, [], Terms, "anna", Now);

    public static Provider Active()
    {
        var provider = Applied();
        provider.Approve(isBlacklisted: false, "boris", Now);
        return provider;
    }

    public static SanctionGrounds Grounds(SanctionKind kind, decimal? amount = null) =>
        new(kind, SanctionCause.Decision, "forced subscriptions", amount);
}
