using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Domain.Payments;

namespace Billing.Features.Payments;

/// <summary>A payment on the provider's page.</summary>
/// <param name="Url">The page where the customer pays.</param>
/// <param name="Status">open, failed (he may try again on the same page) or paid.</param>
public sealed record CheckoutView(
    Guid Id,
    string Href,
    string Url,
    Guid AccountId,
    Guid? BillId,
    decimal Amount,
    string Currency,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? PaidAt,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "Checkout"
) : IVersioned
{
    public const string Root = "/api/billing/v1/checkouts";

    public static CheckoutView Of(Checkout checkout) =>
        new(
            checkout.Id,
            $"{Root}/{checkout.Id}",
            checkout.Url,
            checkout.AccountId,
            checkout.BillId,
            checkout.Amount,
            checkout.Currency,
            JsonNamingPolicy.CamelCase.ConvertName($"{checkout.Status}"),
            checkout.StartedAt,
            checkout.PaidAt,
            checkout.Version
        );
}
