using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Usage;

/// <summary>One upload and what became of it; senders see their own.</summary>
internal static class GetUsageBatch
{
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapGet("/{id}", Handle).RequireRoles([Roles.Channel, Roles.Service, .. UsageRoles.Repairers]);

    private static async Task<Results<Ok<UsageBatchView>, NotFound>> Handle(
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

        var batch = await db
            .UsageBatches.AsNoTracking()
            .VisibleTo(caller)
            .Include(b => b.Rejects)
            .SingleOrDefaultAsync(b => b.Id == key, ct);
        return batch is null ? TypedResults.NotFound() : TypedResults.Ok(UsageBatchView.Of(batch));
    }
}
