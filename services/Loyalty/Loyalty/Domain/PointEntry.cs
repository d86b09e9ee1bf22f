using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Loyalty.Domain;

/// <summary>
/// One fact in the points ledger (features.md L2): its postings sum to zero, which the database checks again at commit,
/// and it is never changed.
/// </summary>
public sealed class PointEntry
{
    private readonly List<PointPosting> _postings = [];

    private PointEntry() { }

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public EntryKind Kind { get; private set; }

    /// <summary>What the entry is about, unique for ever within its kind.</summary>
    public string BusinessKey { get; private set; } = "";
    public DateTimeOffset BookedAt { get; private set; }
    public IReadOnlyList<PointPosting> Postings => _postings;

    /// <summary>What a fact changed, account by account; null when it changed nothing.</summary>
    /// <exception cref="RuleViolation"><c>ledger.unbalanced</c>: points came from nowhere.</exception>
    internal static PointEntry? Between(
        Balances before,
        Balances after,
        Guid accountId,
        EntryKind kind,
        string businessKey,
        DateTimeOffset now
    )
    {
        var moved = after.Minus(before);
        if (moved.Count == 0)
        {
            return null;
        }

        if (moved.Sum(posting => posting.Points) != 0)
        {
            throw new RuleViolation("ledger.unbalanced", $"{kind} {businessKey} does not sum to zero.");
        }

        var entry = new PointEntry
        {
            Id = Guid.CreateVersion7(now),
            AccountId = accountId,
            Kind = kind,
            BusinessKey = businessKey,
            BookedAt = now,
        };
        entry._postings.AddRange(
            moved.Select((posting, i) => new PointPosting((short)(i + 1), accountId, posting.Account, posting.Points))
        );
        return entry;
    }
}

/// <summary>One side of an entry, in points.</summary>
public sealed class PointPosting
{
    private PointPosting() { }

    internal PointPosting(short seq, Guid accountId, PointAccount ledgerAccount, long points) =>
        (Seq, AccountId, LedgerAccount, Points) = (seq, accountId, ledgerAccount, points);

    public short Seq { get; private set; }
    public Guid AccountId { get; private set; }
    public PointAccount LedgerAccount { get; private set; }
    public long Points { get; private set; }
}

/// <summary>The accounts that points move between; all of them together always hold zero.</summary>
public enum PointAccount
{
    /// <summary>The member can spend them.</summary>
    Available,

    /// <summary>Announced with a bill that is not paid yet.</summary>
    Pending,

    /// <summary>The member's, but not to be spent while a line is suspended.</summary>
    Frozen,

    /// <summary>Below zero by what the member spent of points that were taken back; the next earnings fill it.</summary>
    Debt,

    /// <summary>The operator's liability, below zero by all points that were ever given.</summary>
    Issued,

    /// <summary>Spent.</summary>
    Redeemed,

    /// <summary>Ran out unspent.</summary>
    Breakage,

    /// <summary>Ended with the account.</summary>
    Void,

    /// <summary>Owed to a partner for what he gave (features.md L7); nothing posts to it before the reward mall stands.</summary>
    Partner,
}

public enum EntryKind
{
    Announced,
    Earned,
    TakenBack,
    Frozen,
    Unfrozen,
    Voided,
    Expired,
    Redeemed,
    Adjusted,
}

/// <summary>What one member's part of each account holds.</summary>
internal sealed record Balances(
    long Available,
    long Pending,
    long Frozen,
    long Debt,
    long Issued,
    long Redeemed,
    long Breakage,
    long Void
)
{
    /// <summary>The accounts that differ, and by how much.</summary>
    public List<(PointAccount Account, long Points)> Minus(Balances before) =>
        [
            .. new (PointAccount Account, long Points)[]
            {
                (PointAccount.Available, Available - before.Available),
                (PointAccount.Pending, Pending - before.Pending),
                (PointAccount.Frozen, Frozen - before.Frozen),
                (PointAccount.Debt, Debt - before.Debt),
                (PointAccount.Issued, Issued - before.Issued),
                (PointAccount.Redeemed, Redeemed - before.Redeemed),
                (PointAccount.Breakage, Breakage - before.Breakage),
                (PointAccount.Void, Void - before.Void),
            }.Where(posting => posting.Points != 0),
        ];
}
