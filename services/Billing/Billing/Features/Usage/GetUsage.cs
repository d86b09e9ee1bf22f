using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Usage;

/// <summary>One rated usage record; for who posted it and for who repairs it also one that lacked something.</summary>
internal static class GetUsage
{
    public static void Map(RouteGroupBuilder usage) =>
        usage
            .MapGet("/{id}", Handle)
            .RequireRoles([Roles.Customer, Roles.Channel, Roles.Service, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<UsageView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        if (!Ids.TryRead(id, out var key))
        {
            return TypedResults.NotFound();
        }

        var record = await db.UsageRecords.AsNoTracking().VisibleTo(caller).WithId(key).SingleOrDefaultAsync(ct);
        if (record is not null)
        {
            return TypedResults.Ok(UsageView.Of(record));
        }

        var senders = db.UsageBatches.VisibleTo(caller);
        var reject = await db
            .UsageRejects.AsNoTracking()
            .Where(reject => reject.Id == key && reject.Source.StartsWith(ReportUsage.Sources))
            .Where(reject => senders.Any(batch => batch.Id == reject.BatchId))
            .SingleOrDefaultAsync(ct);
        return reject is null ? TypedResults.NotFound() : TypedResults.Ok(UsageView.Of(reject));
    }

    /// <summary>By the millisecond in the id: one partition, and the index of times.</summary>
    public static IQueryable<UsageRecord> WithId(this IQueryable<UsageRecord> records, Guid id)
    {
        if (UsageRecord.TimeOf(id) is not { } from)
        {
            return records.Where(_ => false);
        }

        var to = from.AddMilliseconds(1);
        return records.Where(record => record.OccurredAt >= from && record.OccurredAt < to && record.Id == id);
    }
}
