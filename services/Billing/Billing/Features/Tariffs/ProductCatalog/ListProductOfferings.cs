using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>What is sold, and what was and is no more (TMF620), newest first.</summary>
internal static class ListProductOfferings
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

    public static void Map(RouteGroupBuilder catalog) =>
        catalog.MapGet("/productOffering", Handle).RequireAuthorization();

    private static async Task<ListAnswer<ProductOfferingView>> Handle(
        HttpContext http,
        BillingDb db,
        PolicyBook book,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var zone = (await book.ReadAsync(ct)).Calendar.Zone;
        return await Listing.AnswerAsync(
            db.ShownOfferings(clock.Now().DateIn(zone))
                .AsNoTracking()
                .OrderByDescending(shown => shown.Catalogue.EffectiveFrom)
                .ThenBy(shown => shown.Offering.OfferingId),
            http,
            shown => shown.ToOffering(zone),
            ct
        );
    }
}
