using System;

namespace Billing.Domain.Subscriptions;

/// <summary>
/// A line's plan, on the terms of the catalogue that the customer consented to (features.md B3). Another price, also of
/// the same offering, takes another consent.
/// </summary>
public sealed class Subscription
{
    private Subscription() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid AccountId { get; private set; }
    public Guid LineId { get; private set; }
    public Guid CatalogueId { get; private set; }
    public Guid OfferingId { get; private set; }
    public Guid ConsentId { get; private set; }

    /// <summary>First day, local date.</summary>
    public DateOnly StartsOn { get; private set; }

    /// <summary>Last day, local date; null while it goes on.</summary>
    public DateOnly? EndsOn { get; private set; }
    public SubscriptionEnd? EndReason { get; private set; }

    public static Subscription Start(
        Guid id,
        Guid accountId,
        Guid lineId,
        Guid catalogueId,
        Guid offeringId,
        Guid consentId,
        DateOnly startsOn
    ) =>
        new()
        {
            Id = id,
            Version = 1,
            AccountId = accountId,
            LineId = lineId,
            CatalogueId = catalogueId,
            OfferingId = offeringId,
            ConsentId = consentId,
            StartsOn = startsOn,
        };

    /// <summary>The line was terminated for arrears (features.md B10); one that is over already stays as it ended.</summary>
    /// <param name="lastDay">Local date.</param>
    /// <returns>Whether it ended by this.</returns>
    public bool EndForArrears(DateOnly lastDay)
    {
        if (EndsOn is not null)
        {
            return false;
        }

        // One that was to start later never does: its last day is the one before its first.
        var beforeFirst = StartsOn.AddDays(-1);
        EndsOn = lastDay < beforeFirst ? beforeFirst : lastDay;
        EndReason = SubscriptionEnd.Arrears;
        Version++;
        return true;
    }
}

/// <summary>The lawful ends of a subscription: there is no other (features.md B3).</summary>
public enum SubscriptionEnd
{
    PlanChanged,
    Withdrawal,
    Arrears,
}
