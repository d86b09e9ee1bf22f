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
        Change(EntryKind.Announced, KeyOf(bill), terms, now, () => LotOf(bill).Announce(bill, terms));

    /// <summary>A bill is paid: its points can be spent, and may make a tier rise at once.</summary>
    public IReadOnlyList<MemberFact> PayBill(BillFact bill, LoyaltyTerms terms, DateTimeOffset now)
    {
        var lot = LotOf(bill);
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

        facts.AddRange(Rise(terms, now));
        return facts;
    }

    /// <summary>
    /// A bill was wrong: its points are taken back, first from their own lot. What was spent of them already comes from
    /// the others, and what is missing then the member owes. A tier falls at the end of its year only.
    /// </summary>
    public void ReverseBill(BillFact bill, LoyaltyTerms terms, DateTimeOffset now) =>
        Change(EntryKind.TakenBack, $"{bill.BillId}", terms, now, () => LotOf(bill).Reverse(bill.At));

    /// <summary>A line was suspended: the member's points wait (points.freeze_on_suspend).</summary>
    public void SuspendLine(Guid lineId, long version, LoyaltyTerms terms, DateTimeOffset now) =>
        Change(
            EntryKind.Frozen,
            KeyOf(lineId, version),
            terms,
            now,
            () => LineOf(lineId).Set(version, terms.FreezesOnSuspension)
        );

    /// <summary>A line works again or is gone: points can be spent once no other is suspended.</summary>
    public void ReleaseLine(Guid lineId, long version, LoyaltyTerms terms, DateTimeOffset now) =>
        Change(
            EntryKind.Unfrozen,
            KeyOf(lineId, version),
            terms,
            now,
            () => LineOf(lineId).Set(version, isFrozen: false)
        );

    /// <summary>The account is closed: what is left is void (points.void_on_cancel), and so is what may still come.</summary>
    public IReadOnlyList<MemberFact> Close(DateTimeOffset closedAt, LoyaltyTerms terms, DateTimeOffset now)
    {
        if (ClosedAt is not null || !terms.VoidsOnClosing)
        {
            return [];
        }

        Change(
            EntryKind.Voided,
            $"{AccountId}",
            terms,
            now,
            () =>
            {
                ClosedAt = closedAt;
                return true;
            }
        );
        return MoveTier(Tier.None, terms, now.DateIn(terms.Zone));
    }

    /// <summary>Points are spent, those that run out first before the others.</summary>
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

        RequireSpendable(points);
        Change(
            EntryKind.Redeemed,
            $"{redemptionId}",
            terms,
            now,
            () =>
            {
                Redeemed += points;
                return true;
            }
        );
    }

    /// <summary>Two persons corrected the points: more of them are a lot of their own, fewer are spent ones.</summary>
    /// <param name="points">Above zero given, below zero taken.</param>
    /// <exception cref="RuleViolation">
    /// <c>points.void</c>; and to take: <c>points.frozen</c>, <c>points.insufficient</c>.
    /// </exception>
    public void Adjust(Guid adjustmentId, long points, LoyaltyTerms terms, DateTimeOffset now)
    {
        RequireOpen();
        if (points < 0)
        {
            RequireSpendable(-points);
        }

        Change(
            EntryKind.Adjusted,
            $"{adjustmentId}",
            terms,
            now,
            () =>
            {
                if (points < 0)
                {
                    Deducted -= points;
                }
                else
                {
                    _lots.Add(PointLot.OfAdjustment(AccountId, adjustmentId, points, now.DateIn(terms.Zone), terms));
                }

                return true;
            }
        );
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

        foreach (var lot in _lots.Where(lot => !lot.IsOver && lot.ExpiresOn < today).OrderBy(SpendingOrder).ToList())
        {
            Change(
                EntryKind.Expired,
                $"{lot.Id}",
                terms,
                now,
                () =>
                {
                    lot.RunOut();
                    return true;
                }
            );
        }

        List<MemberFact> facts = [.. Notices(today, terms), .. ReviewTier(today, terms), .. Rise(terms, now)];
        Version++;
        PlanReview(today, terms);
        return facts;
    }

    /// <summary>Own charges of the bills paid within the last 12 months, in yuan.</summary>
    public decimal Contribution(DateOnly today) =>
        _lots.Where(lot => lot.ReversedAt is null && lot.EarnedOn > today.AddMonths(-12)).Sum(lot => lot.OwnCharges);

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

    /// <summary>
    /// Everything spent is covered by lots, those that run out first before the others; what no lot covers is owed. Done
    /// anew each time, so that a bill heard of late changes nothing but its own part.
    /// </summary>
    private void Settle()
    {
        Status =
            ClosedAt is not null ? MemberStatus.Closed
            : _lines.Exists(line => line.IsFrozen) ? MemberStatus.Frozen
            : MemberStatus.Active;
        var toCover = Redeemed + Deducted - _lots.Where(lot => lot.IsOver).Sum(lot => lot.Spent);
        foreach (var lot in _lots.Where(lot => !lot.IsOver && lot.ExpiresOn is not null).OrderBy(SpendingOrder))
        {
            toCover = lot.Cover(toCover);
        }

        _lots.ForEach(lot => lot.Count(isVoid: Status == MemberStatus.Closed));
        var remaining = _lots.Sum(lot => lot.Remaining);
        Available = Status == MemberStatus.Active ? remaining : 0;
        Frozen = Status == MemberStatus.Frozen ? remaining : 0;
        Pending = Status == MemberStatus.Closed ? 0 : _lots.Sum(lot => lot.Pending);
        Debt = Status == MemberStatus.Closed ? 0 : toCover;
    }

    private Balances Standing()
    {
        var issued = Deducted - _lots.Sum(lot => lot.Pending + lot.Granted);
        var breakage = _lots.Sum(lot => lot.Expired);
        var @void = Status == MemberStatus.Closed ? -(issued + Redeemed + breakage) : 0;
        return new(Available, Pending, Frozen, -Debt, issued, Redeemed, breakage, @void);
    }

    private IEnumerable<MemberFact> Notices(DateOnly today, LoyaltyTerms terms)
    {
        foreach (var day in _lots.Where(lot => lot.Remaining > 0).GroupBy(lot => lot.ExpiresOn!.Value).ToList())
        {
            var left = day.Key.DayNumber - today.DayNumber;
            var due = terms.NoticeDays.Where(notice => left <= notice).Select(notice => (int?)notice).Min();
            if (due is not { } days || day.Any(lot => lot.Noticed <= days))
            {
                continue;
            }

            foreach (var lot in day)
            {
                lot.Notice(days);
            }

            yield return new MemberFact.Expiring(day.Sum(lot => lot.Remaining), day.Key, days);
        }
    }

    private IReadOnlyList<MemberFact> ReviewTier(DateOnly today, LoyaltyTerms terms)
    {
        if (TierValidUntil is not { } end)
        {
            return [];
        }

        var earned = terms.Tiers.For(Contribution(today));
        if (today > end)
        {
            return MoveTier(earned, terms, today);
        }

        if (earned >= Tier || TierNoticedFor == end || today < end.AddDays(-terms.Tiers.NoticeDays))
        {
            return [];
        }

        TierNoticedFor = end;
        return [new MemberFact.TierEnding(Tier, earned, end)];
    }

    private IReadOnlyList<MemberFact> Rise(LoyaltyTerms terms, DateTimeOffset now)
    {
        var today = now.DateIn(terms.Zone);
        var earned = terms.Tiers.For(Contribution(today));
        return earned > Tier ? MoveTier(earned, terms, today) : [];
    }

    private IReadOnlyList<MemberFact> MoveTier(Tier to, LoyaltyTerms terms, DateOnly today)
    {
        var from = Tier;
        var end = terms.Tiers.YearEnd(today);
        (Tier, TierValidUntil) = (to, to == Tier.None ? null : end);
        PlanReview(today, terms);
        return from == to ? [] : [new MemberFact.TierMoved(from, to, end)];
    }

    private void PlanReview(DateOnly today, LoyaltyTerms terms)
    {
        var dates = _lots
            .Where(lot => !lot.IsOver && lot.ReversedAt is null && lot.ExpiresOn is not null)
            .SelectMany(lot =>
                terms
                    .NoticeDays.Where(notice => lot.Remaining > 0 && (lot.Noticed is null || notice < lot.Noticed))
                    .Select(notice => lot.ExpiresOn!.Value.AddDays(-notice))
                    .Append(lot.ExpiresOn!.Value.AddDays(1))
            )
            .ToList();
        if (TierValidUntil is { } end)
        {
            // While its end is near and nobody was told, every day may be the one on which older bills drop out.
            var noticeFrom = end.AddDays(-terms.Tiers.NoticeDays);
            var next = noticeFrom > today ? noticeFrom : today.AddDays(1);
            dates.Add(TierNoticedFor == end || next > end ? end.AddDays(1) : next);
        }

        ReviewOn = Status == MemberStatus.Closed || dates.Count == 0 ? null : dates.Min();
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

    private PointLot LotOf(BillFact bill)
    {
        var lot = _lots.Find(known => known.Id == bill.BillId);
        if (lot is null)
        {
            lot = PointLot.OfBill(AccountId, bill.BillId, bill.Number);
            _lots.Add(lot);
        }

        return lot;
    }

    private MemberLine LineOf(Guid lineId)
    {
        var line = _lines.Find(known => known.LineId == lineId);
        if (line is null)
        {
            line = new MemberLine(AccountId, lineId);
            _lines.Add(line);
        }

        return line;
    }

    private static (DateOnly?, DateOnly?, Guid) SpendingOrder(PointLot lot) => (lot.ExpiresOn, lot.EarnedOn, lot.Id);

    private static string KeyOf(BillFact bill) => KeyOf(bill.BillId, bill.Version);

    private static string KeyOf(Guid id, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}:{version}");
}
