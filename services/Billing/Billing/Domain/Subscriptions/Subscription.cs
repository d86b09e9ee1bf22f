using System;
using Rules;

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

    /// <summary>The customer's own words, for an end that he asked for.</summary>
    public Guid? EndConsentId { get; private set; }

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

    /// <summary>
    /// Lets it end. One that has an end already may end earlier, never later: going on is a new subscription. One that
    /// has not begun may end the day before it would, as if it had never been; only a change of plan may not, or a line
    /// would change its plan twice for the same day.
    /// </summary>
    /// <param name="lastDay">Local date; that day is still charged.</param>
    /// <exception cref="RuleViolation">
    /// <c>subscription.ended</c>; <c>subscription.ends-before-start</c>; <c>subscription.changes-already</c>.
    /// </exception>
    public void EndFor(SubscriptionEnd reason, DateOnly lastDay)
    {
        if (EndsOn <= lastDay)
        {
            throw new RuleViolation("subscription.ended", $"It ends on {EndsOn:yyyy-MM-dd} already, for {EndReason}.");
        }

        if (reason == SubscriptionEnd.PlanChanged && lastDay < StartsOn)
        {
            throw new RuleViolation(
                "subscription.changes-already",
                $"The line gets another plan on {StartsOn:yyyy-MM-dd} already; the next one starts later."
            );
        }

        if (lastDay < StartsOn.AddDays(-1))
        {
            throw new RuleViolation(
                "subscription.ends-before-start",
                $"It starts on {StartsOn:yyyy-MM-dd}; ended the day before it never was."
            );
        }

        (EndsOn, EndReason, EndConsentId) = (lastDay, reason, null);
        Version++;
    }

    /// <summary>The customer's own end, in his own words.</summary>
    /// <param name="today">Local date.</param>
    /// <returns>His words, to be kept.</returns>
    /// <exception cref="RuleViolation"><c>subscription.ends-in-past</c>; and as for <see cref="EndFor"/>.</exception>
    public Consent Withdraw(ConsentGiven given, DateOnly lastDay, DateOnly today)
    {
        if (StartsOn <= today && lastDay < today)
        {
            throw new RuleViolation("subscription.ends-in-past", $"{lastDay:yyyy-MM-dd} has gone by.");
        }

        EndFor(SubscriptionEnd.Withdrawal, lastDay);
        var consent = Consent.Of(AccountId, LineId, CatalogueId, OfferingId, given);
        EndConsentId = consent.Id;
        return consent;
    }
}

/// <summary>The lawful ends of a subscription: there is no other (features.md B3).</summary>
public enum SubscriptionEnd
{
    /// <summary>Another plan took over on the line the day after.</summary>
    PlanChanged,

    /// <summary>The customer wanted it.</summary>
    Withdrawal,

    /// <summary>The line was terminated for arrears.</summary>
    Arrears,
}
