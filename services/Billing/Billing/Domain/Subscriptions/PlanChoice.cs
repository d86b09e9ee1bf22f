using System;
using Billing.Domain.Tariffs;
using Rules;

namespace Billing.Domain.Subscriptions;

/// <summary>
/// What a customer chose for a line (features.md B3): one of the offerings that are on offer on its first day, made for
/// such a line and for such customers.
/// </summary>
public static class PlanChoice
{
    /// <summary>A product choice, so that what is agreed to is what is in the shops: days from today.</summary>
    public const int MaxDaysAhead = 31;

    /// <param name="offered">As the catalogue in force on <paramref name="startsOn"/> has it; null when it has not.</param>
    /// <param name="today">Local date.</param>
    /// <exception cref="RuleViolation">
    /// <c>subscription.starts-in-past</c>; <c>subscription.starts-too-late</c>; <c>subscription.not-offered</c>;
    /// <c>subscription.other-line-kind</c>; <c>subscription.other-customer-group</c>; <c>consent.without-price</c>:
    /// the words do not name what it costs.
    /// </exception>
    public static (Subscription Subscription, Consent Consent) Start(
        Account account,
        Line line,
        (Offering Offering, CustomerGroup For)? offered,
        ConsentGiven given,
        DateOnly startsOn,
        DateOnly today
    )
    {
        RequireSoon(startsOn, today);
        var (offering, group) =
            offered
            ?? throw new RuleViolation("subscription.not-offered", $"It is not on offer on {startsOn:yyyy-MM-dd}.");
        if (offering.LineKind != line.Kind)
        {
            throw new RuleViolation(
                "subscription.other-line-kind",
                $"{offering.Code} is for {offering.LineKind} lines, not for {line.Kind}."
            );
        }

        if (group != account.CustomerGroup)
        {
            throw new RuleViolation("subscription.other-customer-group", $"{offering.Code} is for {group} customers.");
        }

        if (!PriceInWords.IsNamedIn(given.Statement, offering.Price))
        {
            throw new RuleViolation(
                "consent.without-price",
                "The words that the customer agreed to must name what it costs: "
                    + string.Join(' ', PriceInWords.Of(offering.Price, Language.En))
            );
        }

        var consent = Consent.Of(account.Id, line.Id, offering.CatalogueId, offering.OfferingId, given);
        var subscription = Subscription.Start(
            Guid.CreateVersion7(given.At),
            account.Id,
            line.Id,
            offering.CatalogueId,
            offering.OfferingId,
            consent.Id,
            startsOn
        );
        return (subscription, consent);
    }

    private static void RequireSoon(DateOnly startsOn, DateOnly today)
    {
        if (startsOn < today)
        {
            throw new RuleViolation("subscription.starts-in-past", $"{startsOn:yyyy-MM-dd} has gone by.");
        }

        if (startsOn > today.AddDays(MaxDaysAhead))
        {
            throw new RuleViolation(
                "subscription.starts-too-late",
                $"A plan starts within {MaxDaysAhead} days: by {today.AddDays(MaxDaysAhead):yyyy-MM-dd}."
            );
        }
    }
}
