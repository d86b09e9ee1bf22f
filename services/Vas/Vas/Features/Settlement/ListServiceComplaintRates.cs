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
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>
/// The complaint rate of one service in a month; settlement uses its provider's. It has no factor: a month is settled as a
/// whole.
/// </summary>
/// <param name="Definition">upheld-v1 or all-v1.</param>
/// <param name="Subscribers">Active subscriptions to the service at the month's start.</param>
/// <param name="Rate">Complaints per 10,000 of them; missing when there are too few of either.</param>
public sealed record ServiceComplaintRateView(
    Guid ServiceId,
    Guid ProviderId,
    string Code,
    string NameZh,
    string NameEn,
    string Period,
    string Definition,
    int Complaints,
    int Subscribers,
    decimal? Rate,
    [property: JsonPropertyName("@type")] string Type = "ServiceComplaintRate"
)
{
    public const string Root = "/api/vas/v1/serviceComplaintRates";
}

/// <summary>Complaint rates by service that the caller may see, the newest month first (features.md V7).</summary>
internal static class ListServiceComplaintRates
{
    private static readonly Listing<ServiceRateRow> Listing = new Listing<ServiceRateRow>()
        .FilterBy("serviceId", id => Ids.TryRead(id, out var key) ? it => it.ServiceId == key : _ => false)
        .FilterBy("providerId", id => Ids.TryRead(id, out var key) ? it => it.ProviderId == key : _ => false)
        .FilterBy("period", period => it => it.Period == period)
        .FilterBy("definition", word => RateDefinition.All.Contains(word) ? it => it.Definition == word : null);

    public static void Map(RouteGroupBuilder rates) =>
        rates.MapGet("", Handle).RequireRoles([Roles.Partner, .. Roles.Staff]);

    private static async Task<ListAnswer<ServiceComplaintRateView>> Handle(
        HttpContext http,
        VasDb db,
        PolicyBook book,
        Caller caller,
        CancellationToken ct
    )
    {
        var policies = await book.ReadAsync(ct);
        return await Listing.AnswerAsync(
            RowsIn(db, policies.Calendar.Zone)
                .Where(it => !caller.IsPartner || it.ProviderId == caller.PartnerId)
                .OrderByDescending(it => it.Period)
                .ThenBy(it => it.ProviderId)
                .ThenBy(it => it.ServiceId)
                .ThenByDescending(it => it.Definition),
            http,
            it => View(it, policies),
            ct
        );
    }

    /// <summary>Counted as it is asked for, from the same facts and history as the provider's.</summary>
    private static IQueryable<ServiceRateRow> RowsIn(VasDb db, TimeZoneInfo zone) =>
        db.Database.SqlQuery<ServiceRateRow>(
            $"""
            select c.service_id as "ServiceId", c.provider_id as "ProviderId", s.code as "Code",
                   s.name_zh as "NameZh", s.name_en as "NameEn", c.period as "Period", c.definition as "Definition",
                   c.complaints as "Complaints",
                   (select count(*)::integer from vas_subscriptions u
                     where u.service_id = c.service_id and u.confirmed_at < c.start
                       and (u.ended_at is null or u.ended_at >= c.start)) as "Subscribers"
              from (select service_id, provider_id, period, definition, count(*)::integer as complaints,
                           (period || '-01')::timestamp at time zone {zone.Id} as start
                      from complaint_facts
                     cross join lateral (values ({RateDefinition.UpheldV1}, upheld_period),
                                                ({RateDefinition.AllV1}, all_period)) as by (definition, period)
                     where period is not null
                     group by service_id, provider_id, period, definition) c
              join vas_services s on s.id = c.service_id
            """
        );

    private static ServiceComplaintRateView View(ServiceRateRow it, PoliciesInForce policies)
    {
        var start = SettlementMonth.Read(it.Period)!.Value.StartsAt(policies.Calendar.Zone);
        return new(
            it.ServiceId,
            it.ProviderId,
            it.Code,
            it.NameZh,
            it.NameEn,
            it.Period,
            it.Definition,
            it.Complaints,
            it.Subscribers,
            RateResult.Of(it.Complaints, it.Subscribers, policies.RateTermsAt(start)).Rate
        );
    }
}

internal sealed record ServiceRateRow(
    Guid ServiceId,
    Guid ProviderId,
    string Code,
    string NameZh,
    string NameEn,
    string Period,
    string Definition,
    int Complaints,
    int Subscribers
);
