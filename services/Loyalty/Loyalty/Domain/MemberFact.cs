using System;

namespace Loyalty.Domain;

/// <summary>What a change of a member made known; the others are told of it.</summary>
public abstract record MemberFact
{
    private MemberFact() { }

    /// <summary>A paid bill earned points.</summary>
    public sealed record Earned(long Points, string BillNumber, DateOnly ExpiresOn) : MemberFact;

    /// <summary>Points run out soon.</summary>
    public sealed record Expiring(long Points, DateOnly ExpiresOn, int DaysLeft) : MemberFact;

    /// <summary>A tier rose, or fell at the end of its year.</summary>
    public sealed record TierMoved(Tier From, Tier To, DateOnly ValidUntil) : MemberFact;

    /// <summary>A tier will fall at the end of its year.</summary>
    public sealed record TierEnding(Tier Tier, Tier Next, DateOnly EndsOn) : MemberFact;
}
