using System;

namespace Loyalty.Domain;

/// <summary>
/// Points of one origin that run out on one day (features.md L1). What a bill earns is a function of what is known of
/// the bill, so that it does not matter in which order Billing's facts arrive.
/// </summary>
public sealed class PointLot
{
    private PointLot() { }

    /// <summary>The bill's id, or the adjustment's.</summary>
    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public LotOrigin Origin { get; private set; }

    /// <summary>For the customer to read; null for an adjustment.</summary>
    public string? BillNumber { get; private set; }

    /// <summary>The bill's own charges in yuan: the contribution that tiers are reached by.</summary>
    public decimal OwnCharges { get; private set; }

    /// <summary>Points that the bill will earn once it is paid; 0 while it was not heard to be issued.</summary>
    public long Announced { get; private set; }
    public long AnnouncedVersion { get; private set; }

    /// <summary>Points that it earned; 0 until it was paid.</summary>
    public long Earned { get; private set; }
    public long PaidVersion { get; private set; }

    /// <summary>Local date; null until it was paid.</summary>
    public DateOnly? EarnedOn { get; private set; }

    /// <summary>The last day of these points, local date; null until they were earned.</summary>
    public DateOnly? ExpiresOn { get; private set; }
    public DateTimeOffset? ReversedAt { get; private set; }

    /// <summary>Points of this lot that were spent, or set against what the member owed.</summary>
    public long Spent { get; private set; }

    /// <summary>Points that nobody spent in time.</summary>
    public long Expired { get; private set; }

    /// <summary>Points that can be spent, or could if they were not frozen; the database keeps it from going below zero.</summary>
    public long Remaining { get; private set; }

    /// <summary>Its last day went by: what was spent of it and what ran out no longer moves.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The latest notice that was given, in days before the end; null for none.</summary>
    public int? Noticed { get; private set; }

    /// <summary>What the member will have once the bill is paid.</summary>
    internal long Pending => ReversedAt is null && EarnedOn is null ? Announced : 0;

    /// <summary>What the lot came to: nothing before the bill is paid, nothing once it is reversed.</summary>
    internal long Granted => ReversedAt is null && EarnedOn is not null ? Earned : 0;

    internal static PointLot OfBill(Guid accountId, Guid billId, string billNumber) =>
        new()
        {
            Id = billId,
            AccountId = accountId,
            Origin = LotOrigin.Bill,
            BillNumber = billNumber,
        };

    internal static PointLot OfAdjustment(Guid accountId, Guid id, long points, DateOnly on, LoyaltyTerms terms) =>
        new()
        {
            Id = id,
            AccountId = accountId,
            Origin = LotOrigin.Adjustment,
            Earned = points,
            EarnedOn = on,
            ExpiresOn = terms.ExpiryOf(on),
        };

    internal bool Announce(BillFact bill, LoyaltyTerms terms)
    {
        if (bill.Version <= AnnouncedVersion)
        {
            return false;
        }

        (AnnouncedVersion, Announced) = (bill.Version, terms.PointsFor(bill.OwnCharges));
        return true;
    }

    internal bool Earn(BillFact bill, DateOnly on, LoyaltyTerms terms)
    {
        if (bill.Version <= PaidVersion || IsOver)
        {
            return false;
        }

        (PaidVersion, OwnCharges, Earned) = (bill.Version, bill.OwnCharges, terms.PointsFor(bill.OwnCharges));
        (EarnedOn, ExpiresOn) = (on, terms.ExpiryOf(on));
        return true;
    }

    internal bool Reverse(DateTimeOffset at)
    {
        if (ReversedAt is not null)
        {
            return false;
        }

        ReversedAt = at;
        (Spent, Expired) = (0, 0);
        return true;
    }

    /// <summary>Takes as much of what has to be covered as there is.</summary>
    /// <returns>What the next lot has to cover.</returns>
    internal long Cover(long toCover)
    {
        Spent = Math.Min(toCover, Granted);
        return toCover - Spent;
    }

    internal void RunOut() => (IsOver, Expired) = (true, Granted - Spent);

    internal void Count(bool isVoid) => Remaining = isVoid ? 0 : Granted - Spent - Expired;

    internal void Notice(int days) => Noticed = Math.Min(Noticed ?? days, days);
}

public enum LotOrigin
{
    Bill,
    Adjustment,
}

/// <summary>What Billing told of a bill.</summary>
/// <param name="BillId">The bill.</param>
/// <param name="Version">An older one than is known is ignored.</param>
/// <param name="Number">For the customer to read.</param>
/// <param name="OwnCharges">In yuan: what points are earned on.</param>
/// <param name="At">When it was issued, paid or reversed, UTC.</param>
public sealed record BillFact(Guid BillId, long Version, string Number, decimal OwnCharges, DateTimeOffset At);
