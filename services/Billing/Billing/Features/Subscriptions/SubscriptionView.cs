using System;
using System.Linq;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Data;
using Billing.Domain.Subscriptions;
using Billing.Domain.Tariffs;
using Billing.Features.Tariffs;

namespace Billing.Features.Subscriptions;

/// <summary>A line's plan at the price that the customer agreed to, and how he agreed (features.md B3).</summary>
public sealed record SubscriptionView(
    Guid Id,
    string Href,
    Guid AccountId,
    Guid LineId,
    Guid OfferingId,
    string OfferingCode,
    string NameZh,
    string NameEn,
    Guid CatalogueId,
    PriceView Price,
    WordsView PriceInWords,
    DateOnly StartsOn,
    DateOnly? EndsOn,
    string? EndReason,
    ConsentView Consent,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "Subscription"
) : IVersioned
{
    public static string HrefOf(Guid accountId, Guid id) => $"/api/billing/v1/accounts/{accountId}/subscriptions/{id}";

    public static SubscriptionView Of(Subscription subscription, Offering offering, Consent consent) =>
        new(
            subscription.Id,
            HrefOf(subscription.AccountId, subscription.Id),
            subscription.AccountId,
            subscription.LineId,
            subscription.OfferingId,
            offering.Code,
            offering.NameZh,
            offering.NameEn,
            subscription.CatalogueId,
            PriceView.Of(offering.Price),
            WordsView.Of(offering.Price),
            subscription.StartsOn,
            subscription.EndsOn,
            subscription.EndReason?.ToWord(),
            new(consent.Channel, consent.Statement, consent.GivenBy, consent.GivenAt),
            subscription.Version
        );

    internal static SubscriptionView Of(SubscriptionRow row) => Of(row.Subscription, row.Offering, row.Consent);
}

/// <param name="Statement">The words that the customer was shown or read.</param>
/// <param name="GivenBy">Role and subject of the token that said so.</param>
public sealed record ConsentView(string Channel, string Statement, string GivenBy, DateTimeOffset GivenAt);

/// <summary>A subscription with what it is to and what it rests on.</summary>
internal sealed class SubscriptionRow
{
    public required Subscription Subscription { get; init; }
    public required Offering Offering { get; init; }
    public required Consent Consent { get; init; }
}

internal static class SubscriptionRows
{
    public static IQueryable<SubscriptionRow> WithTerms(this IQueryable<Subscription> subscriptions, BillingDb db) =>
        from subscription in subscriptions
        join offering in db.Offerings
            on new { subscription.CatalogueId, subscription.OfferingId } equals new
            {
                offering.CatalogueId,
                offering.OfferingId,
            }
        join consent in db.Consents on subscription.ConsentId equals consent.Id
        select new SubscriptionRow
        {
            Subscription = subscription,
            Offering = offering,
            Consent = consent,
        };
}
