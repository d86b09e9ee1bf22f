using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;

namespace Billing.Features.Usage;

/// <summary>
/// One usage as TMF635 writes it; status is ours to set, other members are tolerated. Only the specification is mandatory:
/// without a date, `serviceNumber` or `quantity` it is taken as `rejected`, into the exception list.
/// </summary>
/// <param name="UsageSpecification">What was used.</param>
/// <param name="UsageDate">When it began.</param>
/// <param name="UsageCharacteristic">
/// `serviceNumber` and `quantity`; `sourceKey`, under which it counts once for ever; `otherParty`.
/// </param>
public sealed record ReportUsageRequest(
    [Required(ErrorMessage = "It is mandatory.")] UsageSpecificationRef UsageSpecification,
    DateTimeOffset? UsageDate,
    [MaxLength(20, ErrorMessage = "At most 20 are taken.")]
        IReadOnlyList<UsageCharacteristicRequest>? UsageCharacteristic
);

public sealed record UsageSpecificationRef([Required(ErrorMessage = "It is mandatory.")] string Id);

/// <param name="Value">A text or a number.</param>
public sealed record UsageCharacteristicRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Name,
    JsonElement Value
);

/// <summary>Takes and rates a single usage (TMF635), the same way as a batch of one.</summary>
internal static class ReportUsage
{
    /// <summary>What no batch's source may begin with.</summary>
    public const string Sources = "tmf635/";

    /// <summary>The keys of single usages stand apart from those of batches' sources, and each sender's from another's.</summary>
    public static string SourceOf(Caller caller) => $"{Sources}{caller.Subject}";

    public static void Map(RouteGroupBuilder usage) => usage.MapPost("", Handle).RequireRoles([.. UsageRoles.Senders]);

    private static async Task<Created<UsageView>> Handle(
        ReportUsageRequest request,
        BillingDb db,
        UsageIntake intake,
        Caller caller,
        CancellationToken ct
    )
    {
        var row = await RowAsync(request, db, ct);
        await using var commit = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var sender = new UsageSender(SourceOf(caller), caller.Subject);
        var taken = await intake.TakeAsync(sender, [row], ct);
        var reject = taken.Batch.Rejects.SingleOrDefault();
        if (reject is not null && !IsIncomplete(row))
        {
            throw reject.Code == UsageRefusal.IsMalformed
                ? new InvalidInput("usageCharacteristic", reject.Reason)
                : new RuleViolation(reject.Code, reject.Reason);
        }

        await db.SaveChangesAsync(ct);
        if (commit is not null)
        {
            await commit.CommitAsync(ct);
        }

        var view = reject is not null
            ? UsageView.Of(reject)
            : UsageView.Of(taken.Records is [var one] ? one : await FirstAsync(db, sender.Source, row.SourceKey!, ct));
        return TypedResults.Created(view.Href, view);
    }

    /// <summary>TMF635 allows that; what is there and wrong is refused instead, for the sender is still listening.</summary>
    private static bool IsIncomplete(UsageRecordRequest row) =>
        row.ServiceNumber is null || row.Quantity is null || row.OccurredAt is null;

    private static async Task<UsageRecordRequest> RowAsync(
        ReportUsageRequest request,
        BillingDb db,
        CancellationToken ct
    )
    {
        var specification = Ids.TryRead(request.UsageSpecification.Id, out var id)
            ? await db.UsageSpecifications.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct)
            : null;
        var kind =
            specification?.Kind ?? throw new InvalidInput("usageSpecification.id", "There is no such specification.");
        var quantity = Text(request, "quantity");
        return new(
            Text(request, "sourceKey") ?? Guid.CreateVersion7().ToString(),
            Text(request, "serviceNumber"),
            kind.ToWord(),
            quantity is null ? null
                : decimal.TryParse(
                    quantity,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    ? number
                : throw new InvalidInput("usageCharacteristic", "quantity: a number above zero is expected."),
            request.UsageDate,
            Text(request, "otherParty")
        );
    }

    private static string? Text(ReportUsageRequest request, string name)
    {
        var named = (request.UsageCharacteristic ?? []).Where(c => c.Name == name).ToList();
        return named switch
        {
            [] => null,
            [{ Value: var value }] when TryRead(value) is { } text => text,
            _ => throw new InvalidInput("usageCharacteristic", $"{name}: one text or number is expected."),
        };
    }

    private static string? TryRead(JsonElement value)
    {
        try
        {
            return value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) ? null
                : value.ToString() is var text && text.Contains('\0', StringComparison.Ordinal) ? null
                : text;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    /// <summary>A duplicate is answered with what the first one became.</summary>
    private static async Task<UsageRecord> FirstAsync(BillingDb db, string source, string key, CancellationToken ct)
    {
        var id = await db
            .Database.SqlQuery<Guid>(
                $"""select usage_id as "Value" from usage_keys where source = {source} and source_key = {key}"""
            )
            .SingleAsync(ct);
        return await db.UsageRecords.AsNoTracking().WithId(id).SingleAsync(ct);
    }
}
