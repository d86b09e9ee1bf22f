using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Payments;

/// <param name="Kind">correlatorReused, amountMismatch or forgedNotification.</param>
/// <param name="About">The payment, as channel and correlator; of what nobody signed, the hour.</param>
/// <param name="Times">How often the same came.</param>
public sealed record PaymentIncidentView(
    Guid Id,
    string Kind,
    string About,
    string Facts,
    int Times,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    [property: JsonPropertyName("@type")] string Type = "PaymentIncident"
);

/// <summary>Payments that were told in two ways and notifications that nobody signed, for finance to look at.</summary>
internal static class ListPaymentIncidents
{
    private static readonly Listing<PaymentIncident> Listing = new Listing<PaymentIncident>().FilterBy(
        "about",
        about => incident => incident.About == about
    );

    public static void Map(RouteGroupBuilder billing) =>
        billing.MapGet("/paymentIncidents", Handle).RequireRoles(Roles.Finance, Roles.Auditor);

    private static Task<ListAnswer<PaymentIncidentView>> Handle(HttpContext http, BillingDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.PaymentIncidents.AsNoTracking().OrderByDescending(it => it.LastAt).ThenBy(it => it.Id),
            http,
            View,
            ct
        );

    private static PaymentIncidentView View(PaymentIncident incident) =>
        new(
            incident.Id,
            JsonNamingPolicy.CamelCase.ConvertName($"{incident.Kind}"),
            incident.About,
            incident.Facts,
            incident.Times,
            incident.FirstAt,
            incident.LastAt
        );
}
