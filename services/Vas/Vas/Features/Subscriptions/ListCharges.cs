using System.Linq;
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

/// <summary>Charges, newest first: a provider's own, a customer's own, all for staff (features.md V5).</summary>
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

    public static void Map(RouteGroupBuilder charges) =>
        charges.MapGet("", Handle).RequireRoles([Roles.Partner, Roles.Customer, .. SubscriptionOwnership.Staff]);

    private static Task<ListAnswer<ChargeView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Charges.AsNoTracking().VisibleTo(caller).OrderByDescending(it => it.ChargedAt).ThenBy(it => it.Id),
            http,
            ChargeView.Of,
            ct
        );
}
