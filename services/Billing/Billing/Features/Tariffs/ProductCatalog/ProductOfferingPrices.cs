using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>The prices of what is sold or was (TMF620), newest first: each part of an offering's price by itself.</summary>
internal static class ProductOfferingPrices
{
    private static readonly Listing<PriceRow> Listing = new Listing<PriceRow>()
        .FilterBy("productOffering.id", id => Ids.TryRead(id, out var key) ? row => row.OfferingId == key : _ => false)
        .FilterBy("priceType", word => row => row.PriceType == word)
        .FilterBy(
            "lifecycleStatus",
            word => Tmf620.IsActive(word) is { } isActive ? row => row.IsActive == isActive : null
        );

    public static void Map(RouteGroupBuilder catalog)
    {
        catalog.MapGet("/productOfferingPrice", List).RequireAuthorization();
        catalog.MapGet("/productOfferingPrice/{id}", Get).RequireAuthorization();
    }

    private static async Task<ListAnswer<ProductOfferingPriceView>> List(
        HttpContext http,
        BillingDb db,
        ShownDay day,
        CancellationToken ct
    )
    {
        var (today, zone) = await day.ReadAsync(ct);

        // All there ever was fits in a page or two; the page's own rows are picked in SQL.
        var shown = await db.ShownOfferings(today).AsNoTracking().ToDictionaryAsync(it => it.Offering.OfferingId, ct);
        return await Listing.AnswerAsync(
            Rows(db, today)
                .OrderByDescending(row => row.EffectiveFrom)
                .ThenBy(row => row.OfferingId)
                .ThenBy(row => row.Part),
            http,
            row => shown[row.OfferingId].ToPrice(new(row.OfferingId, row.Part), zone)!,
            ct
        );
    }

    private static async Task<Results<Ok<ProductOfferingPriceView>, NotFound>> Get(
        string id,
        BillingDb db,
        ShownDay day,
        CancellationToken ct
    )
    {
        var (today, zone) = await day.ReadAsync(ct);
        var part = PriceId.Read(id);
        var shown = part is null
            ? null
            : await db.ShownOfferings(today)
                .AsNoTracking()
                .SingleOrDefaultAsync(it => it.Offering.OfferingId == part.OfferingId, ct);
        return shown?.ToPrice(part!, zone) is { } price ? TypedResults.Ok(price) : TypedResults.NotFound();
    }

    /// <summary>One row per part of each offering's price, as <see cref="PriceInWords.Parts"/> takes it apart.</summary>
    private static IQueryable<PriceRow> Rows(BillingDb db, DateOnly today) =>
        db.Database.SqlQuery<PriceRow>(
            $"""
            select shown.offering_id "OfferingId", shown.effective_from "EffectiveFrom", part.name "Part",
                   part.price_type "PriceType", shown.catalogue_id = in_force.id "IsActive"
              from (select distinct on (o.offering_id) o.offering_id, o.price, o.catalogue_id, c.effective_from
                      from offerings o join catalogues c on c.id = o.catalogue_id
                     where c.status = 'Published' and c.effective_from <= {today}
                     order by o.offering_id, c.effective_from desc) shown
             cross join (select id from catalogues
                          where status = 'Published' and effective_from <= {today}
                          order by effective_from desc limit 1) in_force
             cross join lateral (
                    select 'monthlyFee' as name, 'recurring' as price_type
                    union all
                    select 'oneOffFee', 'oneTime' where (shown.price ->> 'oneOffFee')::numeric > 0
                    union all
                    select usage ->> 'kind', 'usage' from jsonb_array_elements(shown.price -> 'usage') usage) part
            """
        );

    private sealed record PriceRow(
        Guid OfferingId,
        DateOnly EffectiveFrom,
        string Part,
        string PriceType,
        bool IsActive
    );
}
