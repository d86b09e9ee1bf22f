using System;
using Rules;

namespace Loyalty.Domain;

/// <summary>
/// A correction of a member's points (features.md L1): one person says how many and why, another agrees; only then do
/// points move.
/// </summary>
public sealed class Adjustment
{
    private Adjustment() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid AccountId { get; private set; }

    /// <summary>The proposer's own number, unique for ever.</summary>
    public string BusinessKey { get; private set; } = "";

    /// <summary>Above zero given, below zero taken.</summary>
    public long Points { get; private set; }
    public string Reason { get; private set; } = "";
    public AdjustmentStatus Status { get; private set; }

    /// <summary>The token's subject.</summary>
    public string ProposedBy { get; private set; } = "";
    public DateTimeOffset ProposedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <exception cref="RuleViolation"><c>adjustment.nothing</c>: no points would move.</exception>
    public static Adjustment Propose(
        Guid accountId,
        string businessKey,
        long points,
        string reason,
        string by,
        DateTimeOffset now
    ) =>
        points == 0
            ? throw new RuleViolation("adjustment.nothing", "A correction of no points is none.")
            : new()
            {
                Id = Guid.CreateVersion7(now),
                Version = 1,
                AccountId = accountId,
                BusinessKey = businessKey,
                Points = points,
                Reason = reason,
                ProposedBy = by,
                ProposedAt = now,
            };

    /// <summary>The same key again must mean the same correction.</summary>
    /// <exception cref="RuleViolation"><c>adjustment.key-reused</c>.</exception>
    public void RequireSame(Guid accountId, long points)
    {
        if ((accountId, points) != (AccountId, Points))
        {
            throw new RuleViolation("adjustment.key-reused", "The key was used for another correction before.");
        }
    }

    /// <summary>A second person agrees, and the points move.</summary>
    /// <exception cref="RuleViolation">
    /// <c>adjustment.same-person</c>, <c>adjustment.already-decided</c>; and as for <see cref="Member.Adjust"/>.
    /// </exception>
    public void Approve(Member member, string by, LoyaltyTerms terms, DateTimeOffset now)
    {
        var approved = AdjustmentLifeCycle.Next(Status, AdjustmentAction.Approve);
        if (by == ProposedBy)
        {
            throw new RuleViolation("adjustment.same-person", "Who proposed a correction cannot approve it.");
        }

        member.Adjust(Id, Points, terms, now);
        Decide(approved, by, now);
    }

    /// <summary>It is turned down, or taken back by who proposed it.</summary>
    /// <exception cref="RuleViolation"><c>adjustment.already-decided</c>.</exception>
    public void Reject(string by, DateTimeOffset now) =>
        Decide(AdjustmentLifeCycle.Next(Status, AdjustmentAction.Reject), by, now);

    private void Decide(AdjustmentStatus status, string by, DateTimeOffset now)
    {
        (Status, DecidedBy, DecidedAt) = (status, by, now);
        Version++;
    }
}
