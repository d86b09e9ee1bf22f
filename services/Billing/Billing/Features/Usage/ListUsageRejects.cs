using System;
using System.Linq;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Usage;

/// <summary>The exception list: usage that could not be taken, newest first, for those who repair it.</summary>
internal static class ListUsageRejects
{
    private static readonly Listing<UsageReject> Listing = new Listing<UsageReject>()
        .FilterBy("batchId", OfBatch)
        .FilterBy("source", source => reject => reject.Source == source)
        .FilterBy("code", code => reject => reject.Code == code);

    public static void Map(RouteGroupBuilder rejects) =>
        rejects.MapGet("", Handle).RequireRoles([.. UsageRoles.Repairers]);

    private static Task<ListAnswer<UsageRejectView>> Handle(HttpContext http, BillingDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.UsageRejects.AsNoTracking().OrderByDescending(r => r.RejectedAt).ThenBy(r => r.Id),
            http,
            UsageRejectView.Of,
            ct
        );

    private static Expression<Func<UsageReject, bool>> OfBatch(string batch) =>
        Ids.TryRead(batch, out var id) ? reject => reject.BatchId == id : _ => false;
}

/// <summary>A record that was not taken.</summary>
/// <param name="Index">Its place in the upload, from 0.</param>
/// <param name="Code">Why, stable.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record UsageRejectView(
    Guid Id,
    string Href,
    Guid BatchId,
    string Source,
    int Index,
    string? SourceKey,
    string? ServiceNumber,
    string? Kind,
    decimal? Quantity,
    DateTimeOffset? OccurredAt,
    string Code,
    string Reason,
    DateTimeOffset RejectedAt,
    [property: JsonPropertyName("@type")] string Type = "UsageReject"
)
{
    public static UsageRejectView Of(UsageReject reject) =>
        new(
            reject.Id,
            $"{UsageBatchView.Root}/{reject.BatchId}",
            reject.BatchId,
            reject.Source,
            reject.Position,
            reject.SourceKey,
            reject.ServiceNumber,
            reject.Kind,
            reject.Quantity,
            reject.OccurredAt,
            reject.Code,
            reject.Reason,
            reject.RejectedAt
        );
}
