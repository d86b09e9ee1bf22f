using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>One catalogue that is in force or was (TMF620).</summary>
internal static class GetCatalog
{
    public static void Map(RouteGroupBuilder catalog) => catalog.MapGet("/catalog/{id}", Handle).RequireAuthorization();

    private static async Task<Results<Ok<CatalogView>, NotFound>> Handle(
        string id,
        BillingDb db,
        PolicyBook book,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var zone = (await book.ReadAsync(ct)).Calendar.Zone;
        var shown = Ids.TryRead(id, out var key)
            ? await db.ShownCatalogues(clock.Now().DateIn(zone))
                .AsNoTracking()
                .SingleOrDefaultAsync(it => it.Catalogue.Id == key, ct)
            : null;
        return shown is null ? TypedResults.NotFound() : TypedResults.Ok(shown.ToCatalog(zone));
    }
}
