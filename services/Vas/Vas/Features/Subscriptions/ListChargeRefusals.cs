using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <param name="ServiceId">Null when it is none of the provider's.</param>
/// <param name="Code">The rule that said no.</param>
public sealed record ChargeRefusalView(
    Guid Id,
    Guid ProviderId,
    Guid? ServiceId,
    string Key,
    decimal Amount,
    string Code,
    DateTimeOffset RefusedAt,
    [property: JsonPropertyName("@type")] string Type = "VasChargeRefusal"
);

/// <summary>What providers tried to charge and may not, newest first; a provider sees its own (features.md V5).</summary>
internal static class ListChargeRefusals
{
    private static readonly Listing<ChargeRefusal> Listing = new Listing<ChargeRefusal>()
        .FilterBy("providerId", id => Ids.TryRead(id, out var key) ? it => it.ProviderId == key : _ => false)
        .FilterBy("code", code => it => it.Code == code)
        .FilterBy("key", key => it => it.ProviderKey == key);

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/chargeRefusals", Handle).RequireRoles([Roles.Partner, .. SubscriptionOwnership.Staff]);

    private static Task<ListAnswer<ChargeRefusalView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.ChargeRefusals.AsNoTracking()
                .Where(it => !caller.IsPartner || it.ProviderId == caller.PartnerId)
                .OrderByDescending(it => it.RefusedAt)
                .ThenBy(it => it.Id),
            http,
            it => new ChargeRefusalView(
                it.Id,
                it.ProviderId,
                it.ServiceId,
                it.ProviderKey,
                it.Amount,
                it.Code,
                it.RefusedAt
            ),
            ct
        );
}
