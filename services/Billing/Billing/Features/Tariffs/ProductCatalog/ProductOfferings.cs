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

/// <summary>What is sold, and what was and is no more (TMF620), newest first, list and one.</summary>
internal static class ProductOfferings
{
    private static readonly Listing<ShownOffering> Listing = new Listing<ShownOffering>()
        .FilterBy("name", name => shown => shown.Offering.NameZh == name)
        .FilterBy("nameEn", name => shown => shown.Offering.NameEn == name)
        .FilterBy(
            "category.id",
            id => Ids.TryRead(id, out var family) ? shown => shown.Offering.FamilyId == family : _ => false
        )
        .FilterBy(
            "marketSegment.id",
            word =>
                TariffWords.Read<CustomerGroup>(word) is { } group ? shown => shown.Family.CustomerGroup == group : null
        )
        .FilterBy(
            "lineKind",
            word => TariffWords.Read<LineKind>(word) is { } kind ? shown => shown.Offering.LineKind == kind : null
        )
        .FilterBy(
            "lifecycleStatus",
            word => Tmf620.IsActive(word) is { } isActive ? shown => shown.Until == null == isActive : null
        );

    public static void Map(RouteGroupBuilder catalog)
    {
        catalog.MapGet("/productOffering", List).RequireAuthorization();
        catalog.MapGet("/productOffering/{id}", Get).RequireAuthorization();
    }

    private static async Task<ListAnswer<ProductOfferingView>> List(
        HttpContext http,
        BillingDb db,
        ShownDay day,
        CancellationToken ct
    )
    {
        var (today, zone) = await day.ReadAsync(ct);
        return await Listing.AnswerAsync(
            db.ShownOfferings(today)
                .AsNoTracking()
                .OrderByDescending(shown => shown.Catalogue.EffectiveFrom)
                .ThenBy(shown => shown.Offering.OfferingId),
            http,
            shown => shown.ToOffering(zone),
            ct
        );
    }

    private static async Task<Results<Ok<ProductOfferingView>, NotFound>> Get(
        string id,
        BillingDb db,
        ShownDay day,
        CancellationToken ct
    )
    {
        var (today, zone) = await day.ReadAsync(ct);
        var shown = Ids.TryRead(id, out var key)
            ? await db.ShownOfferings(today)
                .AsNoTracking()
                .SingleOrDefaultAsync(it => it.Offering.OfferingId == key, ct)
            : null;
        return shown is null ? TypedResults.NotFound() : TypedResults.Ok(shown.ToOffering(zone));
    }
}
