using System;
using System.Linq;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using ServiceDefaults.Security;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>A provider's charge (features.md V5).</summary>
/// <param name="Key">The provider's own number of it.</param>
/// <param name="Month">In which it is settled, <c>yyyy-MM</c>.</param>
/// <param name="Status">pending (Billing has not answered yet), posted, reversed or refused.</param>
public sealed record ChargeView(
    Guid Id,
    string Href,
    string Key,
    Guid ProviderId,
    Guid ServiceId,
    Guid SubscriptionId,
    string ServiceNumber,
    decimal Amount,
    string Currency,
    DateTimeOffset? OccurredAt,
    DateTimeOffset ChargedAt,
    string Month,
    string Status,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "VasCharge"
) : IVersioned
{
    public const string Root = "/api/vas/v1/charges";

    internal static ChargeView Of(Charge it) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.ProviderKey,
            it.ProviderId,
            it.ServiceId,
            it.SubscriptionId,
            it.ServiceNumber,
            it.Amount,
            it.Currency,
            it.OccurredAt,
            it.ChargedAt,
            it.Month,
            it.Status.ToWord(),
            it.Version
        );
}

/// <summary>The ownership rule of charges.</summary>
internal static class ChargeOwnership
{
    public static IQueryable<Charge> VisibleTo(this IQueryable<Charge> charges, Caller caller) =>
        caller.Role switch
        {
            Roles.Partner => charges.Where(it => it.ProviderId == caller.PartnerId),
            Roles.Customer => charges.Where(it => it.AccountId == caller.AccountId),
            _ => charges,
        };
}
