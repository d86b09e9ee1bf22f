using System;
using System.Collections.Generic;
using System.Linq;

namespace Loyalty.Domain;

/// <summary>All lots of one member together (features.md L1): first-expiring first, and told before they run out.</summary>
internal sealed class MemberLots(Guid account, List<PointLot> lots)
{
    public long Remaining => lots.Sum(lot => lot.Remaining);

    public long Pending => lots.Sum(lot => lot.Pending);

    /// <summary>All that the member was ever given or is to be given.</summary>
    public long Issued => lots.Sum(lot => lot.Pending + lot.Granted);

    public long Expired => lots.Sum(lot => lot.Expired);

    /// <summary>The bill's lot, made when the bill is heard of for the first time.</summary>
    public PointLot Of(BillFact bill)
    {
        var lot = lots.Find(known => known.Id == bill.BillId);
        if (lot is null)
        {
            lot = PointLot.OfBill(account, bill.BillId, bill.Number);
            lots.Add(lot);
        }

        return lot;
    }

    /// <summary>Own charges of the bills paid within the last 12 months, in yuan.</summary>
    public decimal Contribution(DateOnly today) =>
        lots.Where(lot => lot.ReversedAt is null && lot.EarnedOn > today.AddMonths(-12)).Sum(lot => lot.OwnCharges);

    /// <summary>Those whose last day went by, in spending order.</summary>
    public IReadOnlyList<PointLot> RunningOut(DateOnly today) =>
        [.. lots.Where(lot => !lot.IsOver && lot.ExpiresOn < today).OrderBy(SpendingOrder)];

    /// <summary>
    /// Everything spent is covered by lots, those that run out first before the others; what no lot covers is owed. Done
    /// anew each time, so that a bill heard of late changes nothing but its own part.
    /// </summary>
    /// <returns>What is owed.</returns>
    public long Cover(long spent, bool isVoid)
    {
        var toCover = spent - lots.Where(lot => lot.IsOver).Sum(lot => lot.Spent);
        foreach (var lot in lots.Where(lot => !lot.IsOver && lot.ExpiresOn is not null).OrderBy(SpendingOrder))
        {
            toCover = lot.Cover(toCover);
        }

        lots.ForEach(lot => lot.Count(isVoid));
        return toCover;
    }

    /// <summary>
    /// Notices that are due, one per last day. Points that join a day which was told of already are told of with its next
    /// notice.
    /// </summary>
    public IEnumerable<MemberFact> Notices(DateOnly today, IReadOnlyList<int> noticeDays)
    {
        foreach (var day in lots.Where(lot => lot.Remaining > 0).GroupBy(lot => lot.ExpiresOn!.Value).ToList())
        {
            var left = day.Key.DayNumber - today.DayNumber;
            var due = noticeDays.Where(notice => left <= notice).Select(notice => (int?)notice).Min();
            if (due is not { } days || day.All(lot => lot.Noticed <= days))
            {
                continue;
            }

            var isSaid = day.Any(lot => lot.Noticed <= days);
            foreach (var lot in day)
            {
                lot.Notice(days);
            }

            if (!isSaid)
            {
                yield return new MemberFact.Expiring(day.Sum(lot => lot.Remaining), day.Key, days);
            }
        }
    }

    /// <summary>Dates on which a notice is due or a lot runs out.</summary>
    public IEnumerable<DateOnly> ReviewDates(IReadOnlyList<int> noticeDays) =>
        lots.Where(lot => lot is { IsOver: false, ReversedAt: null, ExpiresOn: not null })
            .SelectMany(lot =>
                noticeDays
                    .Where(notice => lot.Remaining > 0 && (lot.Noticed is null || notice < lot.Noticed))
                    .Select(notice => lot.ExpiresOn!.Value.AddDays(-notice))
                    .Append(lot.ExpiresOn!.Value.AddDays(1))
            );

    private static (DateOnly?, DateOnly?, Guid) SpendingOrder(PointLot lot) => (lot.ExpiresOn, lot.EarnedOn, lot.Id);
}
