using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Credit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Credit;

/// <summary>The promise of one restore and how it went.</summary>
/// <param name="Status">open, kept, missed, or restoredLate: missed first and restored after all.</param>
/// <param name="TookSeconds">From payment to the switch's word; null while it is open.</param>
/// <param name="IsWithinTarget">Whether it took no longer than the platform's own aim; null while it is open.</param>
public sealed record RestoreGuaranteeView(
    Guid Id,
    string Href,
    Guid AccountId,
    Guid LineId,
    string ServiceNumber,
    string Status,
    DateTimeOffset PaidAt,
    DateTimeOffset DueAt,
    DateTimeOffset? RestoredAt,
    DateTimeOffset? MissedAt,
    decimal? TookSeconds,
    bool? IsWithinTarget,
    [property: JsonPropertyName("@type")] string Type = "RestoreGuarantee"
);

/// <summary>Every restore after payment, how long it took and whether the promise was kept (features.md B11).</summary>
internal static class ListRestoreGuarantees
{
    public const string Root = "/api/billing/v1/restoreGuarantees";

    private static readonly Listing<RestoreGuarantee> Listing = new Listing<RestoreGuarantee>()
        .FilterBy("accountId", id => Ids.TryRead(id, out var key) ? guarantee => guarantee.AccountId == key : null)
        .FilterBy("lineId", id => Ids.TryRead(id, out var key) ? guarantee => guarantee.LineId == key : null);

    public static void Map(RouteGroupBuilder guarantees) =>
        guarantees.MapGet("", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static Task<ListAnswer<RestoreGuaranteeView>> Handle(
        HttpContext http,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.RestoreGuarantees.AsNoTracking()
                .Where(guarantee => !caller.IsCustomer || guarantee.AccountId == caller.AccountId)
                .OrderByDescending(guarantee => guarantee.PaidAt)
                .ThenBy(guarantee => guarantee.Id),
            http,
            View,
            ct
        );

    private static RestoreGuaranteeView View(RestoreGuarantee guarantee) =>
        new(
            guarantee.Id,
            $"{Root}/{guarantee.Id}",
            guarantee.AccountId,
            guarantee.LineId,
            guarantee.ServiceNumber,
            (guarantee.RestoredAt, guarantee.MissedAt) switch
            {
                (null, null) => "open",
                (not null, null) => "kept",
                (null, not null) => "missed",
                _ => "restoredLate",
            },
            guarantee.PaidAt,
            guarantee.DueAt,
            guarantee.RestoredAt,
            guarantee.MissedAt,
            guarantee.Took is { } took ? (decimal)took.Ticks / TimeSpan.TicksPerSecond : null,
            guarantee.Took is null ? null : guarantee.Took <= RestoreGuarantee.Target
        );
}
