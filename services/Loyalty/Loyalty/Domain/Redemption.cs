using System;
using Rules;

namespace Loyalty.Domain;

/// <summary>
/// Points that a member spent, and what he got (features.md L1). The first form knows what Loyalty itself can honour: a
/// voucher with a code. A credit on the bill is Billing's to grant and comes with the reward mall (L7).
/// </summary>
public sealed class Redemption
{
    private Redemption() { }

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }

    /// <summary>The client's own number of this redemption, unique for ever within the account.</summary>
    public string BusinessKey { get; private set; } = "";
    public long Points { get; private set; }
    public RedemptionKind What { get; private set; }

    /// <summary>What the points came to, in yuan.</summary>
    public decimal Worth { get; private set; }

    /// <summary>What the customer shows to use it; given once.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The token's subject.</summary>
    public string RedeemedBy { get; private set; } = "";
    public DateTimeOffset RedeemedAt { get; private set; }

    public static Redemption Voucher(
        Member member,
        string businessKey,
        long points,
        string code,
        LoyaltyTerms terms,
        string by,
        DateTimeOffset now
    )
    {
        var redemption = new Redemption
        {
            Id = Guid.CreateVersion7(now),
            AccountId = member.AccountId,
            BusinessKey = businessKey,
            Points = points,
            What = RedemptionKind.Voucher,
            Code = code,
            RedeemedBy = by,
            RedeemedAt = now,
        };
        member.Redeem(redemption.Id, points, terms, now);
        redemption.Worth = points / terms.PointsPerYuanRedeemed * 1.00m; // with its fen, as it is read back
        return redemption;
    }

    /// <summary>The same key again must mean the same redemption.</summary>
    /// <exception cref="RuleViolation"><c>redemption.key-reused</c>.</exception>
    public void RequireSame(long points, RedemptionKind what)
    {
        if ((points, what) != (Points, What))
        {
            throw new RuleViolation("redemption.key-reused", "The key was used for another redemption before.");
        }
    }
}

/// <summary>What points can be spent on.</summary>
public enum RedemptionKind
{
    Voucher,
}
