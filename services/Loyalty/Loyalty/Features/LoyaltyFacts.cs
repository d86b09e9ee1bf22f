using System;
using System.Collections.Generic;
using System.Diagnostics;
using Loyalty.Contracts.Events.V1;
using Loyalty.Domain;
using ServiceDefaults.Messaging;

namespace Loyalty.Features;

/// <summary>What the others are told of a member.</summary>
internal static class LoyaltyFacts
{
    public static void AddFacts(this Outbox outbox, Member member, IEnumerable<MemberFact> facts, DateTimeOffset now)
    {
        foreach (var fact in facts)
        {
            outbox.Add(member.AccountId, member.Version, EventOf(member, fact, now));
        }
    }

    public static PointsRedeemed Redeemed(Member member, Redemption redemption) =>
        new(
            member.AccountId,
            member.Version,
            redemption.Id,
            redemption.Points,
            member.Available,
            redemption.What.ToWord(),
            redemption.RedeemedAt
        );

    private static object EventOf(Member member, MemberFact fact, DateTimeOffset now) =>
        fact switch
        {
            MemberFact.Earned it => new PointsEarned(
                member.AccountId,
                member.Version,
                it.Points,
                member.Available,
                it.BillNumber,
                it.ExpiresOn,
                now
            ),
            MemberFact.Expiring it => new PointsExpiring(
                member.AccountId,
                member.Version,
                it.Points,
                it.ExpiresOn,
                it.DaysLeft,
                now
            ),
            MemberFact.TierMoved it => new TierChanged(
                member.AccountId,
                member.Version,
                it.From.ToWord(),
                it.To.ToWord(),
                it.ValidUntil,
                now
            ),
            MemberFact.TierEnding it => new TierEndingSoon(
                member.AccountId,
                member.Version,
                it.Tier.ToWord(),
                it.Next.ToWord(),
                it.EndsOn,
                now
            ),
            _ => throw new UnreachableException($"Nobody is told of {fact}."),
        };
}
