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

/// <summary>One rated usage record.</summary>
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
        var record = Ids.TryRead(id, out var key)
            ? await db.UsageRecords.AsNoTracking().VisibleTo(caller).WithId(key).SingleOrDefaultAsync(ct)
            : null;
        return record is null ? TypedResults.NotFound() : TypedResults.Ok(UsageView.Of(record));
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
