using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using ApiConventions.Writes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
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

/// <summary>Charges, newest first, and one: a provider's own, a customer's own, all for staff (features.md V5).</summary>
internal static class ListCharges
{
    private static readonly Listing<Charge> Listing = new Listing<Charge>()
        .FilterBy("key", key => it => it.ProviderKey == key)
        .FilterBy("month", month => it => it.Month == month)
        .FilterBy("providerId", id => Ids.TryRead(id, out var key) ? it => it.ProviderId == key : _ => false)
        .FilterBy("serviceId", id => Ids.TryRead(id, out var key) ? it => it.ServiceId == key : _ => false)
        .FilterBy("subscriptionId", id => Ids.TryRead(id, out var key) ? it => it.SubscriptionId == key : _ => false)
        .FilterBy("accountId", id => Ids.TryRead(id, out var key) ? it => it.AccountId == key : _ => false)
        .FilterBy("status", word => Words.Read<ChargeStatus>(word) is { } status ? it => it.Status == status : null);

    public static void Map(RouteGroupBuilder charges)
    {
        charges.MapGet("", List).RequireRoles([Roles.Partner, Roles.Customer, .. SubscriptionOwnership.Staff]);
        charges.MapGet("/{id}", Get).RequireRoles([Roles.Partner, Roles.Customer, .. SubscriptionOwnership.Staff]);
    }

    private static Task<ListAnswer<ChargeView>> List(HttpContext http, VasDb db, Caller caller, CancellationToken ct) =>
        Listing.AnswerAsync(
            Visible(db, caller).OrderByDescending(it => it.ChargedAt).ThenBy(it => it.Id),
            http,
            ChargeView.Of,
            ct
        );

    private static async Task<Results<Ok<ChargeView>, NotFound>> Get(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = Ids.TryRead(id, out var key)
            ? await Visible(db, caller).SingleOrDefaultAsync(it => it.Id == key, ct)
            : null;
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(ChargeView.Of(found));
    }

    private static IQueryable<Charge> Visible(VasDb db, Caller caller) =>
        caller.Role switch
        {
            Roles.Partner => db.Charges.AsNoTracking().Where(it => it.ProviderId == caller.PartnerId),
            Roles.Customer => db.Charges.AsNoTracking().Where(it => it.AccountId == caller.AccountId),
            _ => db.Charges.AsNoTracking(),
        };
}
