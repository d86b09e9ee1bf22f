using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Rules;

namespace Loyalty.Domain;

/// <summary>
/// A customer's points, lots and tier (features.md L1 to L3). Balances are a function of what is known of his bills,
/// lines and redemptions; a ledger entry is the difference that a fact made, so entries sum to zero and Billing's facts
/// may come twice and in any order.
/// </summary>
public sealed class Member
{
    private readonly List<PointLot> _lots = [];
    private readonly List<MemberLine> _lines = [];
    private readonly List<PointEntry> _entries = [];

    private Member() { }

    /// <summary>Of the billing account; a member is one account.</summary>
    public Guid AccountId { get; private set; }
    public long Version { get; private set; }
    public MemberStatus Status { get; private set; }
    public DateTimeOffset JoinedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Points to spend now. Never below zero; the database refuses it, too.</summary>
    public long Available { get; private set; }

    /// <summary>Points of bills that are not paid yet.</summary>
    public long Pending { get; private set; }

    /// <summary>Points that wait until every line works again.</summary>
    public long Frozen { get; private set; }

    /// <summary>Points that were spent before they were taken back; the next earnings are set against them.</summary>
    public long Debt { get; private set; }

    /// <summary>All points that he ever spent.</summary>
    public long Redeemed { get; private set; }

    /// <summary>All points that corrections took.</summary>
    public long Deducted { get; private set; }
    public Tier Tier { get; private set; }

    /// <summary>The tier's last day, local date; null for none.</summary>
    public DateOnly? TierValidUntil { get; private set; }

    /// <summary>The end that he was told of.</summary>
    public DateOnly? TierNoticedFor { get; private set; }

    /// <summary>The next local date on which a lot runs out or a notice is due; null when nothing ever is.</summary>
    public DateOnly? ReviewOn { get; private set; }
    public IReadOnlyList<PointLot> Lots => _lots;
    public IReadOnlyList<MemberLine> Lines => _lines;

    /// <summary>What was booked since the member was read; all of it stands in the ledger, which only grows.</summary>
    public IReadOnlyList<PointEntry> Entries => _entries;

    public static Member Join(Guid accountId, DateTimeOffset now) =>
        new()
        {
            AccountId = accountId,
            Version = 1,
            JoinedAt = now,
        };

    /// <summary>A bill stands: what it will earn is pending until it is paid.</summary>
    public void AnnounceBill(BillFact bill, LoyaltyTerms terms, DateTimeOffset now) =>
        Change(EntryKind.Announced, KeyOf(bill), terms, now, () => Points.Of(bill).Announce(bill, terms));

    /// <summary>A bill is paid: its points can be spent, and may make a tier rise at once.</summary>
    public IReadOnlyList<MemberFact> PayBill(BillFact bill, LoyaltyTerms terms, DateTimeOffset now)
    {
        var lot = Points.Of(bill);
        var paidOn = bill.At.DateIn(terms.Zone);
        var isNews = Change(EntryKind.Earned, KeyOf(bill), terms, now, () => lot.Earn(bill, paidOn, terms));
        if (!isNews || Status == MemberStatus.Closed)
        {
            return [];
        }

        var facts = new List<MemberFact>();
        if (lot.Granted > 0)
        {
            facts.Add(new MemberFact.Earned(lot.Granted, lot.BillNumber!, lot.ExpiresOn!.Value));
        }

        var today = now.DateIn(terms.Zone);
        facts.AddRange(MoveTier(TierYear.Risen(Contribution(today), terms.Tiers, today), terms, today));
        return facts;
    }

    /// <summary>
    /// A bill was wrong: its points are taken back, first from their own lot. What was spent of them already comes from
    /// the others, and what is missing then the member owes. A tier falls at the end of its year only.
    /// </summary>
    public void ReverseBill(BillFact bill, LoyaltyTerms terms, DateTimeOffset now) =>
        Change(EntryKind.TakenBack, $"{bill.BillId}", terms, now, () => Points.Of(bill).Reverse(bill.At));

    /// <summary>A line was suspended: the member's points wait (points.freeze_on_suspend).</summary>
    public void SuspendLine(Guid lineId, long version, LoyaltyTerms terms, DateTimeOffset now)
    {
        var line = MemberLine.In(_lines, AccountId, lineId);
        Change(
            EntryKind.Frozen,
            KeyOf(lineId, version),
            terms,
            now,
            () => line.Set(version, terms.FreezesOnSuspension)
        );
    }

    /// <summary>A line works again or is gone: points can be spent once no other is suspended.</summary>
    public void ReleaseLine(Guid lineId, long version, LoyaltyTerms terms, DateTimeOffset now)
    {
        var line = MemberLine.In(_lines, AccountId, lineId);
        Change(EntryKind.Unfrozen, KeyOf(lineId, version), terms, now, () => line.Set(version, isFrozen: false));
    }

    /// <summary>The account is closed: what is left is void (points.void_on_cancel), and so is what may still come.</summary>
    public IReadOnlyList<MemberFact> Close(DateTimeOffset closedAt, LoyaltyTerms terms, DateTimeOffset now)
    {
        if (ClosedAt is not null || !terms.VoidsOnClosing)
        {
            return [];
        }

        Book(EntryKind.Voided, $"{AccountId}", terms, now, () => ClosedAt = closedAt);
        var today = now.DateIn(terms.Zone);
        return MoveTier(MemberTier.Ended(terms.Tiers, today), terms, today);
    }

    /// <summary>
    /// Points are spent, those that run out first before the others. What ran out cannot be spent, also when the sweep
    /// that says so has not come by yet.
    /// </summary>
    /// <exception cref="RuleViolation">
    /// <c>points.void</c>, <c>points.frozen</c>, <c>points.insufficient</c>; <c>redemption.not-whole-yuan</c>.
    /// </exception>
    public void Redeem(Guid redemptionId, long points, LoyaltyTerms terms, DateTimeOffset now)
    {
        if (points % terms.PointsPerYuanRedeemed != 0)
        {
            throw new RuleViolation(
                "redemption.not-whole-yuan",
                $"{terms.PointsPerYuanRedeemed} points are one yuan; whole yuan are given."
            );
        }

        RunOutLots(terms, now);
        RequireSpendable(points);
        Book(EntryKind.Redeemed, $"{redemptionId}", terms, now, () => Redeemed += points);
    }

    /// <summary>Two persons corrected the points: more of them are a lot of their own, fewer are spent ones.</summary>
    /// <param name="points">Above zero given, below zero taken.</param>
    /// <exception cref="RuleViolation">
    /// <c>points.void</c>; and to take: <c>points.frozen</c>, <c>points.insufficient</c>.
    /// </exception>
    public void Adjust(Guid adjustmentId, long points, LoyaltyTerms terms, DateTimeOffset now)
    {
        RequireOpen();
        RunOutLots(terms, now);
        if (points < 0)
        {
            RequireSpendable(-points);
            Book(EntryKind.Adjusted, $"{adjustmentId}", terms, now, () => Deducted -= points);
            return;
        }

        var lot = PointLot.OfAdjustment(AccountId, adjustmentId, points, now.DateIn(terms.Zone), terms);
        Book(EntryKind.Adjusted, $"{adjustmentId}", terms, now, () => _lots.Add(lot));
    }

    /// <summary>Does what is due by today: lots run out, notices are given, a tier's year ends. Safe to repeat.</summary>
    public IReadOnlyList<MemberFact> Review(LoyaltyTerms terms, DateTimeOffset now)
    {
        var today = now.DateIn(terms.Zone);
        if (Status == MemberStatus.Closed)
        {
            ReviewOn = null;
            return [];
        }

        RunOutLots(terms, now);
        List<MemberFact> facts = [.. Points.Notices(today, terms.NoticeDays), .. ReviewTier(terms, today)];
        Version++;
        PlanReview(today, terms);
        return facts;
    }

    /// <summary>Own charges of the bills paid within the last 12 months, in yuan.</summary>
    public decimal Contribution(DateOnly today) => Points.Contribution(today);

    private MemberLots Points => new(AccountId, _lots);

    /// <summary>Three columns as one value.</summary>
    private MemberTier TierYear
    {
        get => new(Tier, TierValidUntil, TierNoticedFor);
        set => (Tier, TierValidUntil, TierNoticedFor) = value;
    }

    private void Book(EntryKind kind, string key, LoyaltyTerms terms, DateTimeOffset now, Action change) =>
        Change(
            kind,
            key,
            terms,
            now,
            () =>
            {
                change();
                return true;
            }
        );

    /// <summary>The difference that a change makes is one ledger entry; none when it turns out to be no news.</summary>
    private bool Change(EntryKind kind, string key, LoyaltyTerms terms, DateTimeOffset now, Func<bool> change)
    {
        var before = Standing();
        if (!change())
        {
            return false;
        }

        Settle();
        Version++;
        if (PointEntry.Between(before, Standing(), AccountId, kind, key, now) is { } entry)
        {
            _entries.Add(entry);
        }

        PlanReview(now.DateIn(terms.Zone), terms);
        return true;
    }

    private void Settle()
    {
        Status =
            ClosedAt is not null ? MemberStatus.Closed
            : _lines.Exists(line => line.IsFrozen) ? MemberStatus.Frozen
            : MemberStatus.Active;
        var isVoid = Status == MemberStatus.Closed;
        var owed = Points.Cover(Redeemed + Deducted, isVoid);
        Available = Status == MemberStatus.Active ? Points.Remaining : 0;
        Frozen = Status == MemberStatus.Frozen ? Points.Remaining : 0;
        Pending = isVoid ? 0 : Points.Pending;
        Debt = isVoid ? 0 : owed;
    }

    private Balances Standing()
    {
        var (issued, breakage) = (Deducted - Points.Issued, Points.Expired);
        var @void = Status == MemberStatus.Closed ? -(issued + Redeemed + breakage) : 0;
        return new(Available, Pending, Frozen, -Debt, issued, Redeemed, breakage, @void);
    }

    private void RunOutLots(LoyaltyTerms terms, DateTimeOffset now)
    {
        foreach (var lot in Points.RunningOut(now.DateIn(terms.Zone)))
        {
            Book(EntryKind.Expired, $"{lot.Id}", terms, now, lot.RunOut);
        }
    }

    private IReadOnlyList<MemberFact> ReviewTier(LoyaltyTerms terms, DateOnly today)
    {
        var contribution = Contribution(today);
        if (TierYear.FallsTo(contribution, terms.Tiers, today) is { } next)
        {
            TierYear = TierYear.Noticed();
            return [new MemberFact.TierEnding(Tier, next, TierValidUntil!.Value)];
        }

        var year = TierYear.Renewed(contribution, terms.Tiers, today).Risen(contribution, terms.Tiers, today);
        return MoveTier(year, terms, today);
    }

    private IReadOnlyList<MemberFact> MoveTier(MemberTier to, LoyaltyTerms terms, DateOnly today)
    {
        var from = Tier;
        TierYear = to;
        PlanReview(today, terms);
        return from == Tier ? [] : [new MemberFact.TierMoved(from, Tier, terms.Tiers.YearEnd(today))];
    }

    private void PlanReview(DateOnly today, LoyaltyTerms terms)
    {
        var dates = Points.ReviewDates(terms.NoticeDays).Select(date => (DateOnly?)date);
        ReviewOn =
            Status == MemberStatus.Closed
                ? null
                : dates.Append(TierYear.ReviewOn(terms.Tiers, today)).Append(terms.ChangeOn).Min();
    }

    private void RequireOpen()
    {
        if (Status == MemberStatus.Closed)
        {
            throw new RuleViolation("points.void", "The account is closed and its points are void.");
        }
    }

    private void RequireSpendable(long points)
    {
        RequireOpen();
        if (Status == MemberStatus.Frozen)
        {
            throw new RuleViolation("points.frozen", "A line is suspended; points wait until it works again.");
        }

        if (points > Available)
        {
            throw new RuleViolation("points.insufficient", $"{Available} points can be spent.");
        }
    }

    private static string KeyOf(BillFact bill) => KeyOf(bill.BillId, bill.Version);

    private static string KeyOf(Guid id, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}:{version}");
}
