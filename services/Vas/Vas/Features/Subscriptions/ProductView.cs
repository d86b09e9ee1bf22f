using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Serialization;
using ApiConventions.Writes;

namespace Vas.Features.Subscriptions;

/// <summary>A subscription as TMF637 `product`.</summary>
/// <param name="Status">pendingActive, active, terminated or cancelled.</param>
/// <param name="ProductCharacteristic">The line's number, the price, the period; while it waits, the prompt's number.</param>
/// <param name="RelatedParty">The customer's account and the provider.</param>
public sealed record ProductView(
    Guid Id,
    string Href,
    string Name,
    bool IsCustomerVisible,
    string Status,
    DateTimeOffset OrderDate,
    DateTimeOffset? StartDate,
    DateTimeOffset? TerminationDate,
    ProductRefView BillingAccount,
    ProductRefView ProductOffering,
    IReadOnlyList<ProductCharacteristicView> ProductCharacteristic,
    IReadOnlyList<ProductPartyView> RelatedParty,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "Product"
) : IVersioned
{
    public const string Root = "/tmf-api/productInventory/v4/product";

    internal static ProductView Of(SubscriptionRow row)
    {
        var (it, service) = (row.Subscription, row.Service);
        var characteristics = new List<ProductCharacteristicView>
        {
            new("serviceNumber", it.ServiceNumber),
            new("lineId", it.LineId.ToString()),
            new("price", it.Price.ToString("0.00", CultureInfo.InvariantCulture)),
            new("currency", it.Currency),
            new("period", it.Period.ToWord()),
        };
        if (it.ReplyNumber is { } number)
        {
            characteristics.Add(new("replyNumber", number));
        }

        return new(
            it.Id,
            $"{Root}/{it.Id}",
            service.NameZh,
            IsCustomerVisible: true,
            it.Status.ToWord(),
            it.RequestedAt,
            it.ConfirmedAt,
            it.EndedAt,
            new(it.AccountId, $"/api/billing/v1/accounts/{it.AccountId}", Name: null, "BillingAccount"),
            new(it.ServiceId, $"/api/vas/v1/services/{it.ServiceId}", service.NameZh, "ProductOffering"),
            characteristics,
            [
                new(it.AccountId, $"/api/billing/v1/accounts/{it.AccountId}", null, "customer", "BillingAccount"),
                new(
                    it.ProviderId,
                    $"/tmf-api/partyRoleManagement/v4/partyRole/{it.ProviderId}",
                    service.ProviderNameZh,
                    "serviceProvider",
                    "PartyRole"
                ),
            ],
            it.Version
        );
    }
}

public sealed record ProductRefView(
    Guid Id,
    string Href,
    string? Name,
    [property: JsonPropertyName("@referredType")] string ReferredType
);

public sealed record ProductCharacteristicView(string Name, string Value);

/// <param name="Role">customer or serviceProvider.</param>
public sealed record ProductPartyView(
    Guid Id,
    string Href,
    string? Name,
    string Role,
    [property: JsonPropertyName("@referredType")] string ReferredType
);
