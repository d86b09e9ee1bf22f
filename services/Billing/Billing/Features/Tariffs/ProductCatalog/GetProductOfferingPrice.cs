using System.Linq;
using System.Threading;
using System.Threading.Tasks;
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

/// <summary>One price of an offering: its fee a month, its fee once, or what a kind of usage costs (TMF620).</summary>
internal static class GetProductOfferingPrice
{
    public static void Map(RouteGroupBuilder catalog) =>
        catalog.MapGet("/productOfferingPrice/{id}", Handle).RequireAuthorization();

    private static async Task<Results<Ok<ProductOfferingPriceView>, NotFound>> Handle(
        string id,
        BillingDb db,
        PolicyBook book,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var zone = (await book.ReadAsync(ct)).Calendar.Zone;
        var part = PriceId.Read(id);
        var shown = part is null
            ? null
            : await db.ShownOfferings(clock.Now().DateIn(zone))
                .AsNoTracking()
                .SingleOrDefaultAsync(it => it.Offering.OfferingId == part.OfferingId, ct);
        return shown?.ToPrice(part!, zone) is { } price ? TypedResults.Ok(price) : TypedResults.NotFound();
    }
}
