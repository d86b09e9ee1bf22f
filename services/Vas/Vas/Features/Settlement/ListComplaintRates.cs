using System;
using System.Collections.Generic;
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
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A provider's complaint rate of a month, with the complaints behind it.</summary>
/// <param name="Definition">upheld-v1 or all-v1.</param>
/// <param name="Subscribers">Active subscriptions at the month's start.</param>
/// <param name="Rate">Complaints per 10,000 of them; missing when there are too few of either.</param>
/// <param name="Factor">By which the month's settlement is multiplied.</param>
public sealed record ComplaintRateView(
    Guid ProviderId,
    string Period,
    string Definition,
    int Complaints,
    int Subscribers,
    decimal? Rate,
    decimal Factor,
    DateTimeOffset ChangedAt,
    IReadOnlyList<ComplaintView> CountedComplaints,
    [property: JsonPropertyName("@type")] string Type = "ComplaintRate"
)
{
    public const string Root = "/api/vas/v1/complaintRates";
}

/// <summary>Complaint rates that the caller may see, the newest month first (features.md V7).</summary>
internal static class ListComplaintRates
{
    private static readonly Listing<CountedRate> Listing = new Listing<CountedRate>()
        .FilterBy("providerId", id => Ids.TryRead(id, out var key) ? it => it.Rate.ProviderId == key : _ => false)
        .FilterBy("period", period => it => it.Rate.Period == period)
        .FilterBy("definition", word => RateDefinition.All.Contains(word) ? it => it.Rate.Definition == word : null);

    public static void Map(RouteGroupBuilder rates) =>
        rates.MapGet("", Handle).RequireRoles([Roles.Partner, .. Roles.Staff]);

    private static Task<ListAnswer<ComplaintRateView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.ComplaintRates.AsNoTracking()
                .Where(rate => !caller.IsPartner || rate.ProviderId == caller.PartnerId)
                .Select(rate => new CountedRate
                {
                    Rate = rate,
                    Complaints = db
                        .ComplaintFacts.Where(fact =>
                            fact.ProviderId == rate.ProviderId
                            && (
                                rate.Definition == RateDefinition.AllV1
                                    ? fact.AllPeriod == rate.Period
                                    : fact.UpheldPeriod == rate.Period
                            )
                        )
                        .OrderBy(fact => fact.CaseNumber)
                        .Select(fact => new ComplaintView(fact.ComplaintId, fact.CaseNumber))
                        .ToList(),
                })
                .OrderByDescending(it => it.Rate.Period)
                .ThenBy(it => it.Rate.ProviderId)
                .ThenByDescending(it => it.Rate.Definition),
            http,
            View,
            ct
        );

    private static ComplaintRateView View(CountedRate it) =>
        new(
            it.Rate.ProviderId,
            it.Rate.Period,
            it.Rate.Definition,
            it.Rate.Complaints,
            it.Rate.Subscribers,
            it.Rate.Rate,
            it.Rate.Factor,
            it.Rate.ChangedAt,
            it.Complaints
        );
}

/// <summary>A rate beside the complaints that make it.</summary>
internal sealed class CountedRate
{
    public required ComplaintRate Rate { get; init; }
    public required List<ComplaintView> Complaints { get; init; }
}
