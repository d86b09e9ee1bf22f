using System.Linq;
using System.Threading;
using System.Threading.Tasks;
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

/// <summary>Plan families in force or gone by (TMF620 category), newest first.</summary>
internal static class ListCategories
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

    public static void Map(RouteGroupBuilder catalog) => catalog.MapGet("/category", Handle).RequireAuthorization();

    private static async Task<ListAnswer<CategoryView>> Handle(
        HttpContext http,
        BillingDb db,
        PolicyBook book,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var zone = (await book.ReadAsync(ct)).Calendar.Zone;
        return await Listing.AnswerAsync(
            db.ShownFamilies(clock.Now().DateIn(zone))
                .AsNoTracking()
                .OrderByDescending(shown => shown.Catalogue.EffectiveFrom)
                .ThenBy(shown => shown.Family.Id),
            http,
            shown => shown.ToCategory(zone),
            ct
        );
    }
}
