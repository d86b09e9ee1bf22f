using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>Catalogues in force or gone by, newest first, list and one (TMF620); drafts and those yet to come are the makers' own.</summary>
internal static class Catalogs
{
    private static readonly Listing<ShownCatalogue> Listing = new Listing<ShownCatalogue>()
        .FilterBy("version", number => shown => shown.Catalogue.Number.ToString() == number)
        .FilterBy(
            "lifecycleStatus",
            word => Tmf620.IsActive(word) is { } isActive ? shown => shown.Until == null == isActive : null
        );

    public static void Map(RouteGroupBuilder catalog)
    {
        catalog.MapGet("/catalog", List).RequireAuthorization();
        catalog.MapGet("/catalog/{id}", Get).RequireAuthorization();
    }

    private static async Task<ListAnswer<CatalogView>> List(
        HttpContext http,
        BillingDb db,
        ShownDay day,
        CancellationToken ct
    )
    {
        var (today, zone) = await day.ReadAsync(ct);
        return await Listing.AnswerAsync(
            db.ShownCatalogues(today)
                .AsNoTracking()
                .OrderByDescending(shown => shown.Catalogue.EffectiveFrom)
                .ThenBy(shown => shown.Catalogue.Id),
            http,
            shown => shown.ToCatalog(zone),
            ct
        );
    }

    private static async Task<Results<Ok<CatalogView>, NotFound>> Get(
        string id,
        BillingDb db,
        ShownDay day,
        CancellationToken ct
    )
    {
        var (today, zone) = await day.ReadAsync(ct);
        var shown = Ids.TryRead(id, out var key)
            ? await db.ShownCatalogues(today).AsNoTracking().SingleOrDefaultAsync(it => it.Catalogue.Id == key, ct)
            : null;
        return shown is null ? TypedResults.NotFound() : TypedResults.Ok(shown.ToCatalog(zone));
    }
}
