using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>Catalogues in force or gone by, newest first (TMF620); drafts and those yet to come are the makers' own.</summary>
internal static class ListCatalogs
{
    private static readonly Listing<ShownCatalogue> Listing = new Listing<ShownCatalogue>()
        .FilterBy("version", number => shown => shown.Catalogue.Number.ToString() == number)
        .FilterBy(
            "lifecycleStatus",
            word => Tmf620.IsActive(word) is { } isActive ? shown => shown.Until == null == isActive : null
        );

    public static void Map(RouteGroupBuilder catalog) => catalog.MapGet("/catalog", Handle).RequireAuthorization();

    private static async Task<ListAnswer<CatalogView>> Handle(
        HttpContext http,
        BillingDb db,
        PolicyBook book,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var zone = (await book.ReadAsync(ct)).Calendar.Zone;
        return await Listing.AnswerAsync(
            db.ShownCatalogues(clock.Now().DateIn(zone))
                .AsNoTracking()
                .OrderByDescending(shown => shown.Catalogue.EffectiveFrom)
                .ThenBy(shown => shown.Catalogue.Id),
            http,
            shown => shown.ToCatalog(zone),
            ct
        );
    }
}
