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

/// <summary>One kind of usage.</summary>
internal static class GetUsageSpecification
{
    public static void Map(RouteGroupBuilder specifications) =>
        specifications.MapGet("/{id}", Handle).RequireRoles([.. UsageSpecificationView.Readers]);

    private static async Task<Results<Ok<UsageSpecificationView>, NotFound>> Handle(
        string id,
        BillingDb db,
        CancellationToken ct
    )
    {
        var found = Ids.TryRead(id, out var key)
            ? await db.UsageSpecifications.AsNoTracking().SingleOrDefaultAsync(s => s.Id == key, ct)
            : null;
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(UsageSpecificationView.Of(found));
    }
}
