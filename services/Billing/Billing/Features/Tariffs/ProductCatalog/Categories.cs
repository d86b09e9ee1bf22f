using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>Plan families in force or gone by (TMF620 category), newest first, list and one.</summary>
internal static class Categories
{
    private static readonly Listing<ShownFamily> Listing = new Listing<ShownFamily>()
        .FilterBy("name", name => shown => shown.Family.NameZh == name)
        .FilterBy("nameEn", name => shown => shown.Family.NameEn == name)
        .FilterBy(
            "marketSegment.id",
            word =>
                TariffWords.Read<CustomerGroup>(word) is { } group ? shown => shown.Family.CustomerGroup == group : null
        )
        .FilterBy(
            "lifecycleStatus",
            word => Tmf620.IsActive(word) is { } isActive ? shown => shown.Until == null == isActive : null
        );

    public static void Map(RouteGroupBuilder catalog)
    {
        catalog.MapGet("/category", List).RequireAuthorization();
        catalog.MapGet("/category/{id}", Get).RequireAuthorization();
    }

    private static async Task<ListAnswer<CategoryView>> List(
        HttpContext http,
        BillingDb db,
        ShownDay day,
        CancellationToken ct
    )
    {
        var (today, zone) = await day.ReadAsync(ct);
        return await Listing.AnswerAsync(
            db.ShownFamilies(today)
                .AsNoTracking()
                .OrderByDescending(shown => shown.Catalogue.EffectiveFrom)
                .ThenBy(shown => shown.Family.Id),
            http,
            shown => shown.ToCategory(zone),
            ct
        );
    }

    private static async Task<Results<Ok<CategoryView>, NotFound>> Get(
        string id,
        BillingDb db,
        ShownDay day,
        CancellationToken ct
    )
    {
        var (today, zone) = await day.ReadAsync(ct);
        var shown = Ids.TryRead(id, out var key)
            ? await db.ShownFamilies(today).AsNoTracking().SingleOrDefaultAsync(it => it.Family.Id == key, ct)
            : null;
        return shown is null ? TypedResults.NotFound() : TypedResults.Ok(shown.ToCategory(zone));
    }
}
