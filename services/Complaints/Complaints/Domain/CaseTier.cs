using System;

namespace Complaints.Domain;

/// <summary>What a customer's bills earned him (features.md L3), the higher the better; Loyalty's words.</summary>
public enum CustomerTier
{
    None,
    Silver,
    Gold,
    Diamond,
}

/// <summary>What came of asking Loyalty at intake.</summary>
/// <param name="Tier">Null when it is not known.</param>
/// <param name="IsOpen">Loyalty was away: it is to be asked again.</param>
public sealed record TierAnswer(CustomerTier? Tier, bool IsOpen)
{
    /// <summary>There is no account to ask about, or no Loyalty to ask.</summary>
    public static TierAnswer NotNeeded { get; } = new(Tier: null, IsOpen: false);

    public static TierAnswer Away { get; } = new(Tier: null, IsOpen: true);

    public static TierAnswer Of(CustomerTier tier) => new(tier, IsOpen: false);
}

/// <summary>The customer's tier as a case knows it; a case is taken even when Loyalty is away.</summary>
/// <param name="Tier">Null while it is not known.</param>
/// <param name="DueAt">When Loyalty is asked again; null when there is nothing to ask.</param>
/// <param name="Checks">How often it was asked in vain.</param>
public sealed record CaseTier(CustomerTier? Tier, DateTimeOffset? DueAt, int Checks)
{
    internal static CaseTier Asked(TierAnswer answer, DateTimeOffset now) =>
        new(answer.Tier, answer.IsOpen ? now + CaseAccount.PauseAfter(0) : null, Checks: 0);

    /// <summary>Settled by an answer, or by there being nobody to ask; nothing when the case ended in between.</summary>
    internal CaseTier AskedAgain(TierAnswer answer, DateTimeOffset now) =>
        (DueAt, answer) switch
        {
            (null, _) => this,
            (_, { IsOpen: true }) => this with { Checks = Checks + 1, DueAt = now + CaseAccount.PauseAfter(Checks) },
            _ => this with { Tier = answer.Tier, DueAt = null },
        };

    internal CaseTier NoLongerAsked() => this with { DueAt = null };
}
