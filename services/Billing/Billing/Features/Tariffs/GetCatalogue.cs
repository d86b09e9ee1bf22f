using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Tariffs;

/// <summary>One catalogue with its families and offerings, each price also in words.</summary>
internal static class GetCatalogue
{
    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapGet("/{id}", Handle).RequireRoles([.. BillingRoles.Staff]);

    private static async Task<Results<Ok<CatalogueView>, NotFound>> Handle(
        string id,
        BillingDb db,
        CancellationToken ct
    )
    {
        var catalogue = await db.Catalogues.AsNoTracking().WithIdAsync(id, ct);
        return catalogue is null ? TypedResults.NotFound() : TypedResults.Ok(CatalogueView.Of(catalogue));
    }
}
