using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Tariffs;

/// <summary>
/// What came, went and changed between two published catalogues, old and new side by side in plain words. Anybody may
/// read it, without a token (features.md B2).
/// </summary>
internal static class GetTariffChanges
{
    public static void Map(RouteGroupBuilder zone) => zone.MapGet("/tariffZone/changes", Handle).AllowAnonymous();

    private static async Task<Results<Ok<DifferencesView>, NotFound, StatusCodeHttpResult>> Handle(
        string? from,
        string? to,
        string? language,
        BillingDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var spoken = TariffZone.LanguageOf(language);
        var (old, @new) = (CatalogueNumber.Read("from", from), CatalogueNumber.Read("to", to));
        var published = db.Catalogues.AsNoTracking().Published().WithContent();
        var earlier = await published.SingleOrDefaultAsync(catalogue => catalogue.Number == old, ct);
        var later = await published.SingleOrDefaultAsync(catalogue => catalogue.Number == @new, ct);
        if (earlier is null || later is null)
        {
            return TypedResults.NotFound();
        }

        return http.HasNewest($"{old}-{@new}")
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(DifferencesView.Of(earlier, later, spoken));
    }
}
