using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

namespace Billing.Features.Usage;

/// <summary>Usage records of one source.</summary>
/// <param name="Source">The system whose keys the records carry: `msc-1`.</param>
/// <param name="Records">1 to 10,000; one that cannot be taken does not keep the others out.</param>
public sealed record UploadUsageRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(100, ErrorMessage = "At most 100 characters are taken.")]
        string Source,
    [Required(ErrorMessage = "It is mandatory.")]
    [Length(1, UploadUsageRequest.MostRecords, ErrorMessage = "1 to 10000 records are taken.")]
        IReadOnlyList<UsageRecordRequest?> Records
)
{
    internal const int MostRecords = 10_000;
}

/// <summary>One record. What is missing or not plausible is said per record, in the answer.</summary>
/// <param name="SourceKey">The source's name of it, at most 100 characters; counts once for ever.</param>
/// <param name="ServiceNumber">The number it was used on.</param>
/// <param name="Kind">voice, sms or data.</param>
/// <param name="Quantity">Minutes, messages or MB; above zero, at most six decimals.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="OtherParty">The other number of a call or message; only its last four digits are kept.</param>
public sealed record UsageRecordRequest(
    string? SourceKey,
    string? ServiceNumber,
    string? Kind,
    decimal? Quantity,
    DateTimeOffset? OccurredAt,
    string? OtherParty
);

/// <summary>
/// Takes a batch of usage records (features.md B4): each is stored and rated once for ever, duplicates change nothing,
/// and what cannot be taken is answered with its reason and kept as an exception.
/// </summary>
internal static class UploadUsage
{
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("", Handle).RequireRoles([.. UsageRoles.Senders]);

    private static async Task<Created<UsageBatchView>> Handle(
        UploadUsageRequest request,
        BillingDb db,
        UsageIntake intake,
        Caller caller,
        CancellationToken ct
    )
    {
        if (request.Source.StartsWith(ReportUsage.Sources, StringComparison.Ordinal))
        {
            throw new InvalidInput("source", $"{ReportUsage.Sources} is kept for usages that are posted one by one.");
        }

        // With an Idempotency-Key there is a transaction already.
        await using var commit = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var taken = await intake.TakeAsync(new(request.Source, caller.Subject), request.Records, ct);
        await db.SaveChangesAsync(ct);
        if (commit is not null)
        {
            await commit.CommitAsync(ct); // records, totals, alerts and exceptions stand together or not at all
        }

        var view = UsageBatchView.Of(taken.Batch);
        return TypedResults.Created(view.Href, view);
    }
}

/// <summary>What became of an upload.</summary>
/// <param name="Accepted">Stored and rated.</param>
/// <param name="Duplicates">Were here before with the same content.</param>
/// <param name="Rejected">Were not taken, in the order of the upload.</param>
public sealed record UsageBatchView(
    Guid Id,
    string Href,
    string Source,
    int Received,
    int Accepted,
    int Duplicates,
    IReadOnlyList<RejectedRecordView> Rejected,
    DateTimeOffset ReceivedAt,
    [property: JsonPropertyName("@type")] string Type = "UsageBatch"
)
{
    public const string Root = "/api/billing/v1/usageBatches";

    public static UsageBatchView Of(UsageBatch batch) =>
        new(
            batch.Id,
            $"{Root}/{batch.Id}",
            batch.Source,
            batch.Received,
            batch.Accepted,
            batch.Duplicates,
            [
                .. batch
                    .Rejects.OrderBy(reject => reject.Position)
                    .Select(reject => new RejectedRecordView(
                        reject.Position,
                        reject.SourceKey,
                        reject.Code,
                        reject.Reason
                    )),
            ],
            batch.ReceivedAt
        );
}

/// <param name="Index">Its place in the upload, from 0.</param>
/// <param name="Code">Stable, for programs: `usage.unknown-number`.</param>
public sealed record RejectedRecordView(int Index, string? SourceKey, string Code, string Reason);
